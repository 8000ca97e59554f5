"""The team matrix, and *why*: the rule, the days and the evidence behind a status."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from portal.duties.queries import covers_by_key, team_matrix, why_of
from portal.duties.views.door import page_asked, reads_rules, viewer_of
from portal.evidence.why import facts
from portal.people.access import Capability, require
from portal.people.delegations import standing_in
from portal.people.models import User
from portal.people.queries import visible
from portal.seams.registry import registry


@login_required
def team(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    require(viewer, Capability.LEAD)
    matrix = team_matrix(viewer, page=page_asked(request))
    return render(request, "duties/team.html", {"matrix": matrix, "standing_in": standing_in(viewer)})


@login_required
def why(request: HttpRequest, person: UUID, kind: str, key: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    who: User = require(viewer, Capability.LEARN, visible(User.objects.all(), viewer), person=person)
    cover = covers_by_key({(kind, key)}).get((kind, key))
    if cover is None:
        raise Http404
    told = facts(person, kind, key, language=translation.get_language() or "")
    behind = why_of(who, kind, key)
    is_oneself = who.pk == viewer.id
    sets = viewer.can(Capability.SET_DUTIES) and not is_oneself
    leads = viewer.can(Capability.LEAD) and who.pk in viewer.line
    stands = behind.standing
    context = {
        "who": who,
        "is_oneself": is_oneself,
        "lacking": registry.targets[kind].lacking(person, key) if stands and stands.is_asked else [],
        "cover": cover,
        "standing": stands,
        "why": behind,
        "may_extend": (sets or leads) and stands is not None and stands.is_asked,
        "may_exempt": sets and behind.duty is not None,
        "may_end_exemption": sets and behind.exemption is not None,
        "reads_rules": reads_rules(viewer),
        "deciding": [fact for fact in told if fact.decides],
        "along_the_way": [fact for fact in told if not fact.decides],
    }
    return render(request, "duties/why.html", context)
