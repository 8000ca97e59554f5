"""A thing that can be owed and met in tests: in force for forty days, asked again by a major release."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from portal.duties.models import Clause, Requirement, Terms
from portal.duties.tasks import catch_up
from portal.duties.verify import replay_duties
from portal.evidence.alias import of
from portal.evidence.record import record
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.days import today
from portal.people.models import Department, DepartmentMembership, DepartmentPlace, User
from portal.people.tasks import align_everyone
from portal.releases.freeze import freeze
from portal.releases.models import ChangeClass, Release
from portal.seams.contracts import Draft, Met, PartDraft, Progress
from portal.seams.registry import registry

VALID = timedelta(days=40)


class Note:
    """Read once, a note is in force for forty days, or until a major release."""

    kind, label, icon, verbs = "note", "Note", "book-open", frozenset({"lesson.finished"})

    def url(self, slug):
        return f"/notes/{slug}/"

    def progress(self, keys, viewer):
        return {key: Progress(1, 2, "half") for key in keys}

    def met(self, people, key):
        majors = [
            release.takes_effect_at
            for release in Release.objects.filter(
                kind="note", key=key, change_class=ChangeClass.MAJOR, effective_on__lte=today()
            ).order_by("number")[1:]
        ]
        found = {}
        for fact in of(people).filter(kind="note", key=key, verb="lesson.finished").order_by("occurred_at", "id"):
            until = min([fact.occurred_at + VALID, *(at for at in majors if at > fact.occurred_at)])
            found.setdefault(fact.whose, []).append(Met(fact.occurred_at, until, [fact.id], superseded=until in majors))
        return found

    def lacking(self, person, key):
        return []


@pytest.fixture
def note(monkeypatch) -> UUID:
    """The key of a note."""
    monkeypatch.setitem(registry.targets, "note", Note())
    return uuid4()


def release(key: UUID, number: int, change: str = "major") -> Release:
    cover = [PartDraft("", "pt-br", 0, f"Nota {number}", [], facts={"summary": "s", "minutes": 4})]
    return freeze(Draft("note", key, "nota", "pt-br", cover, [number], change, "changed"), released_by=None)


def read(user: User, key: UUID, **more) -> None:
    record(person=user.person, verb="lesson.finished", kind="note", key=key, part="x", **more)


def departments() -> tuple[Department, Department, Department]:
    """One above another, and one apart."""
    top, under, apart = (
        Department.objects.create(key=f"d-{name}-{uuid4().hex[:6]}", name_pt_br=name, name_en=name)
        for name in ("top", "under", "apart")
    )
    DepartmentPlace.objects.create(department=under, parent=top, starts_on=today() - timedelta(days=900))
    return top, under, apart


def someone(department: Department, *, days: int = 0, **fields) -> User:
    since = today() - timedelta(days=days)
    email = f"{uuid4().hex}@vigente.example"
    user = User.objects.create(email=email, name="N", hired_on=since, **fields)
    user.employments.create(starts_on=since)
    DepartmentMembership.objects.create(user=user, department=department, starts_on=since)
    return user


def rule(key: UUID, *clauses: dict, days_ago: int = 0, **terms) -> Requirement:
    """A rule switched on, of everyone where no clause is given."""
    said = {"due_from": "assignment", "due_days": 10, "renew_days": 10, "grace_days": 3} | terms
    requirement = Requirement.objects.create(kind="note", key=key)
    written = Terms.objects.create(
        requirement=requirement, number=1, applies_from=today() - timedelta(days=days_ago), reason="r", **said
    )
    for clause in clauses or ({},):
        Clause.objects.create(terms=written, **clause)
    Terms.objects.filter(pk=written.pk).update(switched_on_at=timezone.now())
    return requirement


def work() -> None:
    """What workers and beat would have done by now; whose day of coming or going it is, is seen to first."""
    align_everyone()
    for _turn in range(5):
        due = Job.objects.filter(done_at=None, kind__startswith="duties.", run_after__lte=timezone.now())
        for pk in due.values_list("pk", flat=True):
            with transaction.atomic():
                assert perform(pk)
    catch_up()


def differences() -> list[str]:
    return [f"{one.what} is {one.stored}, replayed {one.replayed}" for found in replay_duties() for one in found]
