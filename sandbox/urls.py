"""Addresses of the practice room; a company is named by an id that nobody can guess and only its owner may open."""

from django.urls import path

from portal import address  # noqa: F401  (its converter)
from sandbox.views import desk, drills, marking

app_name = "sandbox"
urlpatterns = [
    path("", drills.index, name="index"),
    path("drills/<address:slug>/", drills.detail, name="drill"),
    path("drills/<address:slug>/start/", drills.start, name="start"),
    path("<uuid:workspace>/", desk.show, name="desk"),
    path("<uuid:workspace>/do/<slug:act>/", desk.do, name="do"),
    path("<uuid:workspace>/preview/", desk.preview, name="preview"),
    path("<uuid:workspace>/advance/", desk.advance, name="advance"),
    path("<uuid:workspace>/journal/", desk.journal, name="journal"),
    path("<uuid:workspace>/check/", marking.check, name="check"),
    path("<uuid:workspace>/hint/", marking.hint, name="hint"),
    path("<uuid:workspace>/reset/", marking.begin_again, name="reset"),
    path("<uuid:workspace>/debrief/", marking.debrief, name="debrief"),
]
