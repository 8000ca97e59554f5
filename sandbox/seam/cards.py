"""Drills inside other pages: a card in a lesson or a playbook, and the drill in progress on *my day*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from sandbox.actions.issue import language
from sandbox.queries.drills import drill_of, offers_of, open_attempt
from sandbox.queries.story import last_check


class DrillCards:
    """A card by drill key: title, summary, minutes, own result, and a way in that leads back here."""

    kind = "drill"

    def cards(self, request: HttpRequest, keys: Sequence[str]) -> Mapping[str, str]:
        wanted = {UUID(key): key for key in keys}
        back = request.get_full_path() if request.method == "GET" else request.path
        return {
            wanted[key]: render_to_string(
                "sandbox/_card.html",
                {
                    "offer": offer,
                    "next": back,
                    "url": f"{reverse('sandbox:drill', args=[offer.slug])}?{urlencode({'next': back})}",
                },
                request=request,
            )
            for key, offer in offers_of(request.viewer, wanted, language()).items()
        }


def home_card(request: HttpRequest) -> str:
    """The drill one is in the middle of, where no duty leads to it already."""
    attempt = open_attempt(request.viewer)
    if attempt is None:
        return ""
    drill = drill_of(attempt, language())
    check = last_check(attempt, {}, seq=0, language=language())
    return render_to_string(
        "sandbox/_home_card.html", {"attempt": attempt, "title": drill.cover.title, "check": check}, request=request
    )
