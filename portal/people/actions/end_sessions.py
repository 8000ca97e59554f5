"""End every session of somebody, at once: a telephone was lost, a computer left open."""

from __future__ import annotations

from uuid import UUID

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.signin.sessions import end_all


def end_sessions(viewer: Viewer, person: UUID) -> int:
    """Returns how many were open."""
    with one_at_a_time():
        user = somebody(viewer, person)
        count = end_all(user)
        audited(viewer, "signin.sessions_ended", subject=user.person, count=count)
    return count
