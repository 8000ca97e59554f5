"""Addresses of playbooks."""

from django.urls import path

from playbooks import views
from portal import address  # noqa: F401  (its converter)

app_name = "playbooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("<address:slug>/", views.read, name="read"),
    path("<address:slug>/acknowledge/", views.acknowledge, name="acknowledge"),
]
