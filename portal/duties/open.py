"""Opening duties: everyone a requirement speaks of gets theirs, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.duties.models import Duty, Requirement
from portal.duties.rules import due_at
from portal.duties.settle import settle
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.people.days import day_of
from portal.people.models import Department, DepartmentMembership
from portal.people.organisation import department_subtree, holding


@transaction.atomic
def require_of_department(
    *, kind: str, key: UUID, department: Department, due_days: int, applies_from: datetime | None = None
) -> Requirement:
    """State a requirement; a job opens the duties of its audience. Stating it twice changes nothing."""
    requirement, made = Requirement.objects.get_or_create(
        kind=kind,
        key=key,
        department=department,
        defaults={"due_days": due_days, "applies_from": day_of(applies_from or timezone.now())},
    )
    if made:
        enqueue("duties.open", args={"requirement": requirement.pk}, once=f"duties.open:{requirement.pk}")
    return requirement


@handler("duties.open", label=_("Open duties"))
def run(job: Job) -> None:
    open_duties(Requirement.objects.get(pk=job.args["requirement"]))


@transaction.atomic
def open_duties(requirement: Requirement) -> int:
    """Open the first cycle for everyone in the audience who has none; returns how many were opened."""
    zone = ZoneInfo(settings.TIME_ZONE)
    departments = department_subtree(requirement.department_id)
    members = holding(DepartmentMembership.objects.filter(department__in=departments, user__is_active=True))
    known = set(requirement.duties.values_list("user", flat=True))
    duties = []
    for member in members.exclude(user__in=known):
        day = max(member.starts_on, requirement.applies_from)
        opened = datetime.combine(day, datetime.min.time(), tzinfo=zone)
        duties.append(
            Duty(
                requirement=requirement,
                user_id=member.user_id,
                kind=requirement.kind,
                key=requirement.key,
                opened_at=opened,
                due_at=due_at(opened_on=day, days=requirement.due_days, zone=zone),
            )
        )
    Duty.objects.bulk_create(duties, ignore_conflicts=True, batch_size=1000)
    settle(requirement.kind, requirement.key)
    return len(duties)
