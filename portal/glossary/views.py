"""Pages of the glossary: every term by its letter, and where one of them is used."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from portal.glossary.queries import may_edit, page, use
from portal.people.access import Viewer

LONGEST = 80


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    said = " ".join(request.GET.get("q", "").split())[:LONGEST]
    viewer = _viewer(request)
    shown = page(viewer, said, language=get_language() or "")
    return render(request, "glossary/index.html", {"page": shown, "said": said, "may_edit": may_edit(viewer)})


@login_required
@require_GET
def term(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = _viewer(request)
    shown = use(viewer, slug, language=get_language() or "")
    if shown is None:
        raise Http404
    template = "glossary/_use.html" if getattr(request, "htmx", False) else "glossary/term.html"
    return render(request, template, {"use": shown, "card": shown.card, "may_edit": may_edit(viewer)})
