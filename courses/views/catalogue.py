"""The catalogue, and one course with its outline."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from courses import queries
from courses.actions.enrol import enrol
from courses.blocks.drawing import pointed_cards
from courses.queries import next_step, paths, place
from portal.people.access import Viewer


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    language = translation.get_language() or ""
    context = {"courses": queries.catalogue(viewer, language), "paths": paths.shelf(viewer, language)}
    return render(request, "courses/catalogue.html", context)


@login_required
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = place(viewer, slug)
    language = translation.get_language() or ""
    outline = queries.outline(found, language)
    step = next_step(found, outline)
    cards = pointed_cards(request, drills=found.drills, steps=found.release.facts["steps"])
    context = {
        "place": found,
        "cover": outline.cover,
        "outline": outline,
        "is_foreign": outline.cover.locale != language,
        "step": step,
        "cards": cards,
        "lineage": [*([] if step.is_drill else cards["drill"]), *cards["step"]],
        "slug": slug,
    }
    return render(request, "courses/course.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    enrol(viewer, slug)
    found = place(viewer, slug)
    first = next(iter(found.lessons_left), None)
    return redirect("courses:lesson", slug, first) if first else redirect("courses:course", slug)
