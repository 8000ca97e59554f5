"""The team matrix, and *why*: the evidence behind a status."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from portal.duties.queries import covers_by_key, standing_with_rule, team_matrix
from portal.evidence.why import facts
from portal.people.access import Capability, Viewer, require
from portal.people.delegations import standing_in
from portal.people.models import User
from portal.people.queries import visible
from portal.seams.registry import registry

PAGE_DIGITS = 6


@login_required
def team(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.LEAD)
    page = request.GET.get("page", "1")
    matrix = team_matrix(viewer, page=int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1)
    return render(request, "duties/team.html", {"matrix": matrix, "standing_in": standing_in(viewer)})


@login_required
def why(request: HttpRequest, person: UUID, kind: str, key: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    who: User = require(viewer, Capability.LEARN, visible(User.objects.all(), viewer), person=person)
    cover = covers_by_key({(kind, key)}).get((kind, key))
    if cover is None:
        raise Http404
    told = facts(person, kind, key, language=translation.get_language() or "")
    stands, rule = standing_with_rule(who, kind, key)
    context = {
        "who": who,
        "lacking": registry.targets[kind].lacking(person, key) if stands and stands.met_at is None else [],
        "cover": cover,
        "standing": stands,
        "rule": rule,
        "deciding": [fact for fact in told if fact.decides],
        "along_the_way": [fact for fact in told if not fact.decides],
    }
    return render(request, "duties/why.html", context)
