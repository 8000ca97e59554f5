"""Addresses of releases: the versions of a thing, two of them compared, one of them read, and the files they keep."""

from django.urls import path

from portal.releases import asset_views, views

app_name = "releases"
urlpatterns = [
    path("assets/<str:sha256>/<str:name>", asset_views.kept, name="asset"),
    path("drafts/<str:kind>/<int:pk>/", asset_views.draft, name="draft_asset"),
    path("<slug:kind>/<uuid:key>/", views.versions, name="versions"),
    path("<slug:kind>/<uuid:key>/compare/", views.compare, name="compare"),
    path("<slug:kind>/<uuid:key>/on/<str:day>/", views.on, name="on"),
    path("<slug:kind>/<uuid:key>/<int:number>/", views.read, name="read"),
]
