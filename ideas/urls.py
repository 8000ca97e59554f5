"""Addresses of ideas."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("", views.board, name="board"),
    path("new/", views.new, name="new"),
    path("similar/", views.similar, name="similar"),
    path("<uuid:key>/", views.idea, name="idea"),
    path("<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:key>/support/", views.support, name="support"),
    path("<uuid:key>/withdraw-support/", views.withdraw_support, name="withdraw_support"),
]
