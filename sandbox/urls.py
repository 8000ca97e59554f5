"""Addresses of sandbox."""

app_name = "sandbox"
urlpatterns = []
