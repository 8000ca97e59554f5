"""What my day says of notices: the newest few that wait."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.notices.actions.mark_read import let_go
from portal.notices.queries import latest_unread
from portal.people.access import Viewer


def notice_card(request: HttpRequest) -> str:
    """Nothing, and no query, where nothing waits."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    count = viewer.counts.get("notices", 0)
    if not count:
        return ""
    items, left_out = latest_unread(viewer)
    let_go(viewer, left_out)
    if not items:
        return ""
    context = {"items": items, "more": max(0, count - len(items) - len(left_out))}
    return render_to_string("notices/_card.html", context, request)
