"""Addresses of playbooks."""

from django.urls import path

from playbooks import views

app_name = "playbooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.read, name="read"),
    path("<slug:slug>/acknowledge/", views.acknowledge, name="acknowledge"),
]
