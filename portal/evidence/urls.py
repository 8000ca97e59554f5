"""Addresses of evidence taken away."""

from django.urls import path

from portal.evidence import views

app_name = "evidence"
urlpatterns = [
    path("statements/", views.page, name="statements"),
    path("statements/download/", views.download, name="download"),
]
