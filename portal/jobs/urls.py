"""Addresses of background work."""

from django.urls import path

from portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:job>/", views.job, name="job"),
    path("<uuid:job>/retry/", views.retry, name="retry"),
    path("<uuid:job>/cancel/", views.cancel, name="cancel"),
]
