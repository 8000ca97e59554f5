"""Who may know of a duty, and of the requirement behind it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from portal.duties.models import Duty, Requirement
from portal.people.access import Capability, Viewer
from portal.people.models import User
from portal.people.queries import visible
from portal.seams.contracts import VisibleRule

ANSWER_FOR_THEM = (Capability.SEE_ALL_EVIDENCE, Capability.OWN_PROCESS, Capability.WRITE, Capability.MANAGE_PEOPLE)
"""Who sets requirements, and who is asked why somebody owes something."""


def _duties(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Duties of people whose evidence they may see."""
    return rows.filter(user__in=visible(User.objects.all(), viewer))


def _requirements(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Rules under which somebody they may see owes something, or every rule for who answers for rules."""
    if any(viewer.can(capability) for capability in ANSWER_FOR_THEM):
        return rows
    return rows.filter(Exists(_duties(Duty.objects.filter(requirement=OuterRef("pk")), viewer)))


RULES: dict[type[Model], VisibleRule] = {Duty: _duties, Requirement: _requirements}
