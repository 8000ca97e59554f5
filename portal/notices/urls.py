"""Addresses of notices."""

from django.urls import path

from portal.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice>/", views.open_notice, name="open"),
    path("<int:notice>/read/", views.read, name="read"),
    path("mail/<str:token>/", views.mail, name="mail"),
]
