"""Who may know of an act: who reads the audit, and the person to whom it was done."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.audit.models import Entry
from portal.people.access import Capability, Viewer
from portal.seams.contracts import VisibleRule


def _entries(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """What was done to one's own account is no secret to oneself; what one did to others is for who reads the audit."""
    return rows if viewer.can(Capability.READ_AUDIT) else rows.filter(subject__in=viewer.persons)


RULES: dict[type[Model], VisibleRule] = {Entry: _entries}
