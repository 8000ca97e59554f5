"""Addresses of imports, below those of people."""

from django.urls import path

from portal.roster import views

app_name = "roster"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("template/<slug:language>.<slug:kind>", views.template, name="template"),
    path("<uuid:key>/", views.one, name="import"),
    path("<uuid:key>/again/", views.again, name="again"),
    path("<uuid:key>/run/", views.run, name="run"),
    path("<uuid:key>/discard/", views.throw_away, name="discard"),
    path("<uuid:key>/resume/", views.go_on, name="resume"),
    path("<uuid:key>/invite/", views.invite_new, name="invite"),
    path("<uuid:key>/check.xlsx", views.report, name="report"),
]
