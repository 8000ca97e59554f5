"""One learning path: what it is for, its steps in order, and the one to do next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from courses.blocks.drawing import draw
from courses.queries import paths
from portal.duties.queries import standing
from portal.people.access import Viewer
from portal.people.models import User


@login_required
@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    user: User = request.user  # type: ignore[assignment]
    found = paths.path(viewer, slug, translation.get_language() or "")
    context = {
        "path": found,
        "introduction": draw(found.cover.blocks, found.cover.html, faces={}, cards={}),
        "duty": standing(user, paths.KIND, found.release.key),
    }
    return render(request, "courses/path.html", context)
