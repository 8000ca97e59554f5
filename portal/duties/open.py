"""When duties are reconciled: at once for one or two people, by a job in chunks for a rule, a release or many."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.duties.models import Clause, DueFrom, Requirement, Terms
from portal.duties.reconcile import CHUNK, concerned, reconcile, reconcile_people
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import Next, handler, tell
from portal.people.days import day_of
from portal.people.models import Department
from portal.releases.models import ChangeClass, Release
from portal.seams.registry import registry

AT_ONCE = 2
"""So few people do not wait for a worker."""
RECONCILE, RECONCILE_PEOPLE = "duties.reconcile", "duties.reconcile_people"


@transaction.atomic
def require_of_department(
    *,
    kind: str,
    key: UUID,
    department: Department,
    due_days: int,
    renew_days: int | None = None,
    applies_from: datetime | None = None,
) -> Requirement:
    """Ask a thing of everyone in a department or below it, some days after the rule reaches them, and again so many days
    before what was met ends; without an act of anybody. A job opens the duties. Said twice it changes nothing."""
    said = Terms.objects.filter(number=1, clauses__department=department, clauses__excludes=False)
    known = Requirement.objects.filter(kind=kind, key=key, terms__in=said).first()
    if known is not None:
        return known
    moment = timezone.now()
    requirement = Requirement.objects.create(kind=kind, key=key)
    terms = Terms.objects.create(
        requirement=requirement,
        number=1,
        due_from=DueFrom.ASSIGNMENT,
        due_days=due_days,
        renew_days=renew_days,
        applies_from=day_of(applies_from or moment),
        said_at=moment,
    )
    Clause.objects.create(terms=terms, department=department)
    Terms.objects.filter(pk=terms.pk).update(switched_on_at=moment)
    reconcile_soon(requirement.pk, once=f"{RECONCILE}:{requirement.pk}:1")
    return requirement


def open_duties(requirement: Requirement) -> int:
    """Reconcile a rule now, for everyone; returns how many duties were opened."""
    return reconcile(requirement.pk).opened


def reconcile_soon(
    requirement: int, *, once: str | None = None, run_after: datetime | None = None, asked_by: UUID | None = None
) -> UUID | None:
    """Reconcile a rule for everyone, by a job that leaves with the present transaction."""
    return enqueue(
        RECONCILE, args={"requirement": requirement, "after": 0}, once=once, run_after=run_after, asked_by=asked_by
    )


@handler(RECONCILE, label=_("Bring the duties of a rule in line"))
def run(job: Job) -> Next | None:
    """One chunk of people, in the order of their ids."""
    everyone = concerned(job.args["requirement"])
    left = [pk for pk in everyone if pk > job.args["after"]]
    chunk = left[:CHUNK]
    reconcile_people(chunk, requirements=[job.args["requirement"]])
    tell(job, len(everyone) - len(left) + len(chunk), total=len(everyone))
    return Next({**job.args, "after": chunk[-1]}) if len(left) > len(chunk) else None


def people_moved(users: Collection[int]) -> None:
    """Listener: one person's duties follow within the act itself; those of many by a job, which leaves with it."""
    if len(users) <= AT_ONCE:
        reconcile_people(users)
    else:
        enqueue(RECONCILE_PEOPLE, args={"users": sorted(users)})


@handler(RECONCILE_PEOPLE, label=_("Bring the duties of people who moved in line"))
def run_people(job: Job) -> Next | None:
    chunk, left = job.args["users"][:CHUNK], job.args["users"][CHUNK:]
    reconcile_people(chunk)
    tell(job, job.progress + len(chunk), total=job.progress + len(chunk) + len(left))
    return Next({"users": left}) if left else None


def release_in_force(release: Release) -> None:
    """Listener: a major release asks again of who met the one before; any of a whole may ask for other parts."""
    wholes = {whole.kind for whole in registry.wholes}
    if release.is_first or (release.change_class != ChangeClass.MAJOR and release.kind not in wholes):
        return
    for kind, key in registry.settled_with(release.kind, release.key):
        for pk in Requirement.objects.filter(kind=kind, key=key).order_by("pk").values_list("pk", flat=True):
            reconcile_soon(pk, once=f"{RECONCILE}:{pk}:{release.pk}")
