"""Opening duties: everyone a requirement speaks of gets theirs, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.duties.audience import missing
from portal.duties.models import Clause, DueFrom, Duty, Requirement, Terms
from portal.duties.rules import due_at
from portal.duties.settle import settle
from portal.evidence.alias import of
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.people.days import day_of
from portal.people.models import Department, DepartmentMembership, User
from portal.people.organisation import department_subtree, holding

AT_ONCE = 2
"""So few people do not wait for a worker."""


@transaction.atomic
def require_of_department(
    *, kind: str, key: UUID, department: Department, due_days: int, applies_from: datetime | None = None
) -> Requirement:
    """State a requirement; a job opens the duties of its audience. Stating it twice changes nothing."""
    same = Requirement.objects.filter(
        kind=kind, key=key, terms__number=1, terms__clauses__department=department, terms__clauses__excludes=False
    )
    if (known := same.first()) is not None:
        return known
    moment = timezone.now()
    requirement = Requirement.objects.create(kind=kind, key=key)
    terms = Terms.objects.create(
        requirement=requirement, number=1, due_from=DueFrom.ASSIGNMENT, due_days=due_days,
        applies_from=day_of(applies_from or moment), said_at=moment,
    )  # fmt: skip
    Clause.objects.create(terms=terms, department=department)
    Terms.objects.filter(pk=terms.pk).update(switched_on_at=moment)
    enqueue("duties.open", args={"requirement": requirement.pk}, once=f"duties.open:{requirement.pk}")
    return requirement


@handler("duties.open", label=_("Open duties"))
def run(job: Job) -> None:
    open_duties(Requirement.objects.get(pk=job.args["requirement"]))


@transaction.atomic
def open_duties(requirement: Requirement) -> int:
    """Open the first cycle for everyone in the audience who has none; returns how many were opened."""
    terms = requirement.terms.exclude(switched_on_at=None).order_by("-number")[:1].get()
    departments = department_subtree(*terms.clauses.values_list("department", flat=True))
    members = holding(DepartmentMembership.objects.filter(department__in=departments, user__is_active=True))
    known = set(requirement.duties.values_list("user", flat=True))
    duties = [
        _first_cycle(
            requirement=requirement.pk, user=member.user_id, kind=requirement.kind, key=requirement.key, terms=terms.pk,
            day=max(member.starts_on, terms.applies_from), due_days=terms.due_days or 0,
        )
        for member in members.exclude(user__in=known).order_by("user")
    ]  # fmt: skip
    Duty.objects.bulk_create(duties, ignore_conflicts=True, batch_size=1000)
    settle(requirement.kind, requirement.key)
    return len(duties)


@handler("duties.open_missing", label=_("Open duties of new people"))
def run_missing(job: Job) -> None:
    open_missing_of(job.args["users"])


def people_moved(users: Collection[int]) -> None:
    """Listener: one person's duties are opened within the act itself; those of many by a job, which leaves with it."""
    if len(users) <= AT_ONCE:
        open_missing_of(users)
    else:
        enqueue("duties.open_missing", args={"users": sorted(users)})


@transaction.atomic
def open_missing_of(users: Collection[int]) -> int:
    """Open what requirements ask of `users` today and was never opened; returns how many.

    A fixed number of statements, and as many again as there are things of which somebody among them has evidence. Twice
    adds nothing, two at once neither.
    """
    awaited = missing(users)
    Duty.objects.bulk_create(
        [
            _first_cycle(
                requirement=one.requirement,
                user=one.user,
                kind=one.kind,
                key=one.key,
                terms=one.terms,
                day=one.day,
                due_days=one.due_days,
            )
            for one in awaited
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    if awaited:
        persons = list(User.objects.filter(pk__in={one.user for one in awaited}).values_list("person", flat=True))
        told = set(of(persons).values_list("kind", "key").order_by().distinct())
        for kind, key in sorted({(one.kind, one.key) for one in awaited} & told):
            settle(kind, key, people=persons)
    return len(awaited)


def _first_cycle(*, requirement: int, user: int, kind: str, key: UUID, terms: int, day: date, due_days: int) -> Duty:
    zone = ZoneInfo(settings.TIME_ZONE)
    return Duty(
        requirement_id=requirement,
        user_id=user,
        kind=kind,
        key=key,
        terms_id=terms,
        opened_at=datetime.combine(day, datetime.min.time(), tzinfo=zone),
        due_at=due_at(opened_on=day, days=due_days, zone=zone),
        grace_until=due_at(opened_on=day, days=due_days, zone=zone),
    )
