"""Journeys: how far the job is that moves a company's clock, and how it ended."""

from __future__ import annotations

from uuid import UUID

from portal.jobs.queries import Shown, one
from portal.people.access import Capability, Viewer, require
from sandbox import store
from sandbox.models import Workspace


def journey(viewer: Viewer, workspace: Workspace) -> Shown | None:
    """The journey under way, or the last one until somebody acts again; nothing is read where there is none."""
    return one(viewer, workspace.moving) if workspace.moving is not None else None


def journey_of(viewer: Viewer, workspace: UUID) -> Shown | None:
    """The same by the company's id, its world unread. Raises Http404 for anybody but its owner."""
    rows = store.visible(Workspace.objects.all(), viewer)
    return journey(viewer, require(viewer, Capability.LEARN, rows, pk=workspace))
