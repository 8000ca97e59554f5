"""Who may know of background work: administrators; what it carries may speak of anybody."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.jobs.models import Job
from portal.people.access import Capability, Viewer
from portal.seams.contracts import VisibleRule


def _jobs(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.ADMINISTER) else rows.none()


RULES: dict[type[Model], VisibleRule] = {Job: _jobs}
