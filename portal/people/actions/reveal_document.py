"""Reveal a personal document to an administrator who says why; the look is audited before anything is shown."""

from __future__ import annotations

from uuid import UUID

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody


def reveal_document(viewer: Viewer, person: UUID, *, reason: str) -> str:
    """The document; empty where none is registered."""
    with one_at_a_time():
        user = somebody(viewer, person)
        audited(viewer, "document.revealed", subject=user.person, reason=reason)
        return str(user.document)
