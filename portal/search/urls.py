"""Addresses of search."""

from django.urls import path

from portal.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("gaps/", views.gaps, name="gaps"),
    path("gaps/report/", views.report, name="report"),
    path("gaps/<int:gap>/answer/", views.answer, name="answer"),
    path("gaps/<int:gap>/take/", views.take, name="take"),
]
