"""What my day says of the team to who leads one."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.duties.queries import team_tally
from portal.people.access import Capability, Viewer


def team_card(request: HttpRequest) -> str:
    """The line's tally, with a way to the matrix; nothing for who leads nobody."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.can(Capability.LEAD):
        return ""
    summary = [tally for tally in team_tally(viewer) if not tally.is_zero]
    return render_to_string("duties/_team_card.html", {"summary": summary}, request) if summary else ""
