"""Withdraw support: a person takes their vote back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from ideas.models import Idea, Vote
from ideas.queries import visible
from portal.people.access import Capability, Viewer, require


@transaction.atomic
def withdraw_support(viewer: Viewer, *, key: UUID) -> bool:
    """Take the viewer's vote away; False where there was none. That they once supported it stays on record."""
    idea = require(viewer, Capability.LEARN, visible(Idea.objects.all(), viewer), key=key)
    gone, _by_model = Vote.objects.filter(idea=idea, user=viewer.id).delete()
    return bool(gone)
