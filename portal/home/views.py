"""My day."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.duties.audience import missing
from portal.duties.queries import my_duties
from portal.home.day import day_of
from portal.people.access import Viewer
from portal.seams.registry import registry


@login_required
def home(request: HttpRequest) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    duties = my_duties(viewer)
    is_preparing = not duties and bool(missing([viewer.id]))
    cards: dict[str, list[str]] = {"first": [], "main": [], "side": []}
    for card in registry.home_cards:
        if drawn := card.render(request):
            cards[card.column].append(drawn)
    day = day_of(
        request.user.get_short_name(),
        duties,
        at=timezone.now(),
        is_preparing=is_preparing,
        is_asked=bool(cards["first"]),
    )
    return render(request, "home/home.html", {"day": day, "cards": cards})
