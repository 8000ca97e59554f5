"""Addresses of webhooks."""

from django.urls import path

from portal.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<uuid:endpoint>/", views.endpoint, name="endpoint"),
    path("<uuid:endpoint>/change/", views.change, name="change"),
    path("<uuid:endpoint>/secret/", views.renew_secret, name="renew_secret"),
    path("<uuid:endpoint>/test/", views.test, name="test"),
    path("<uuid:endpoint>/pause/", views.pause, name="pause"),
    path("<uuid:endpoint>/resume/", views.resume, name="resume"),
    path("<uuid:endpoint>/remove/", views.remove, name="remove"),
    path("deliveries/<uuid:delivery>/retry/", views.retry, name="retry"),
]
