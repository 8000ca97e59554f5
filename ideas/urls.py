"""Addresses of ideas."""

app_name = "ideas"
urlpatterns = []
