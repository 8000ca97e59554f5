"""Marking and what goes with it: check, hint, begin again, and the debrief of who has passed."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from sandbox import store
from sandbox.actions.check_work import check_work
from sandbox.actions.issue import language
from sandbox.actions.reset import reset
from sandbox.actions.take_hint import take_hint
from sandbox.queries.debriefing import debrief as debrief_of
from sandbox.queries.debriefing import may_debrief
from sandbox.queries.drills import drill_of, lessons_of, step_links
from sandbox.queries.room import next_after
from sandbox.queries.scene import scene_of
from sandbox.queries.story import last_check, passed_at_event, refs_of
from sandbox.views.drills import lesson_cards
from sandbox.views.frame import MOST_DIGITS, back


@login_required
@require_POST
def check(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """Mark on the server; a drill just passed leads to its debrief."""
    attempt = check_work(request.viewer, workspace)
    if attempt.passed_at is not None:
        return _whole_page(request, reverse("sandbox:debrief", args=[workspace]))
    return back(workspace, request.POST.get("back", ""), at="conditions")


@login_required
@require_POST
def hint(request: HttpRequest, workspace: UUID) -> HttpResponse:
    shown = request.POST.get("after", "")
    take_hint(request.viewer, workspace, after=int(shown) if shown.isdecimal() and len(shown) <= MOST_DIGITS else None)
    return back(workspace, request.POST.get("back", ""), at="hints")


@login_required
@require_POST
def begin_again(request: HttpRequest, workspace: UUID) -> HttpResponse:
    attempt = reset(request.viewer, workspace)
    return _whole_page(request, reverse("sandbox:desk", args=[attempt.workspace_id]))


def _whole_page(request: HttpRequest, address: str) -> HttpResponse:
    """Leave the desk for another page, whoever asked."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@login_required
@require_GET
def debrief(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """One's own run beside the reference; 404 until the drill is passed, as if it were not there."""
    opened = store.read(workspace, request.viewer)
    attempt = getattr(opened.workspace, "attempt", None)
    if attempt is None or not may_debrief(attempt, request.viewer):
        raise Http404
    drill = drill_of(attempt, language())
    links = step_links([*drill.step_refs, *refs_of(attempt)], language())
    scene = scene_of(opened, language())
    context = {
        "workspace": opened.workspace,
        "attempt": attempt,
        "drill": drill,
        "title": drill.cover.title,
        "debrief": debrief_of(drill, attempt, scene, store.journal(opened.workspace, until=passed_at_event(attempt))),
        "next": next_after(request.viewer, drill, language()),
        "lessons": lesson_cards(request, lessons_of(drill, [links[ref] for ref in drill.step_refs if ref in links])),
        "check": last_check(attempt, links, seq=opened.seq, language=language()),
    }
    return render(request, "sandbox/debrief.html", context)
