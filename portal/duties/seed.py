"""What the departments of the demo owe."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from portal.duties.open import RECONCILE, require_of_department
from portal.duties.reconcile import reconcile
from portal.home.library import content_key
from portal.jobs.models import Job
from portal.people.models import Department
from portal.releases.read import current
from portal.seams.registry import registry


class Owed(NamedTuple):
    """A department owes a thing within days; whoever is newly hired counts from their first day."""

    department: str
    kind: str
    name: str
    due_days: int
    renew_days: int | None = None
    """None where what was met does not end by itself."""


OWED = (
    Owed("customer-service", "course", "renewals", 18, renew_days=30),
    Owed("customer-service", "playbook", "declined-charge", 45),
    Owed("customer-service", "drill", "payday", 56),
    Owed("billing", "course", "renewals", 30, renew_days=30),
    Owed("billing", "playbook", "declined-charge", 30),
)
"""Ana was hired fourteen days ago: the course is due in four days, the rest in a month or more."""
STATED_DAYS_AGO = 330


def seed_duties(now: datetime) -> int:
    """State the requirements and open their duties at once; returns how many duties were opened.

    Things whose app offers no target, or that are not released, are left out.
    """
    opened = 0
    for owed in OWED:
        key = content_key(owed.kind, owed.name)
        if owed.kind not in registry.targets or current(owed.kind, key=key) is None:
            continue
        requirement = require_of_department(
            kind=owed.kind,
            key=key,
            department=Department.objects.get(key=owed.department),
            due_days=owed.due_days,
            renew_days=owed.renew_days,
            applies_from=now - timedelta(days=STATED_DAYS_AGO),
        )
        opened += reconcile(requirement.pk, is_history=True).opened
        Job.objects.filter(once=f"{RECONCILE}:{requirement.pk}:1", done_at=None).update(done_at=timezone.now())
    return opened
