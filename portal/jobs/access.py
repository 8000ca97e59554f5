"""Who may know of background work: administrators, and of what they asked for themselves, everyone."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.jobs.models import Job
from portal.people.access import Capability, Viewer
from portal.seams.contracts import VisibleRule


def _jobs(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.ADMINISTER) else rows.filter(asked_by__in=viewer.persons)


RULES: dict[type[Model], VisibleRule] = {Job: _jobs}
