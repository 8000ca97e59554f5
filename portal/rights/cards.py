"""What my day says of people's requests to the privacy officer."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.people.access import Capability, Viewer
from portal.rights.queries import waiting

SHOWN = 5


def requests_card(request: HttpRequest) -> str:
    """The requests that wait for this viewer, with their days; nothing for others, or where none waits."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if not viewer.can(Capability.DECIDE_PRIVACY) or not viewer.counts.get("privacy"):
        return ""
    rows = [row for row in waiting(viewer) if not row.is_own]
    context = {"rows": rows[:SHOWN], "count": len(rows)}
    return render_to_string("rights/_home_card.html", context, request) if rows else ""
