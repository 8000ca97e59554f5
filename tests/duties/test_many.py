"""Many people and more than one worker: nobody owes a rule twice, a killed worker leaves nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.duties import open as opening
from portal.duties.actions.redraft import redraft
from portal.duties.actions.switch_on import switch_on
from portal.duties.drafts import ClauseDraft, TermsDraft
from portal.duties.models import Duty
from portal.duties.open import RECONCILE, reconcile_soon
from portal.duties.reconcile import reconcile, reconcile_people
from portal.duties.simulate import simulate
from portal.evidence.models import Evidence
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import DepartmentMembership, Employment, Role, RoleMembership, User
from tests.duties.conftest import departments, differences, read, release, rule, someone

MANY = int(os.environ.get("MANY_PEOPLE", "600"))


def crowd(department, count: int) -> list[User]:
    people = User.objects.bulk_create(
        User(email=f"many{n}-{department.pk}@vigente.example", name=f"N {n}", hired_on=today(), title="Analista")
        for n in range(count)
    )
    Employment.objects.bulk_create(Employment(user=one, starts_on=today()) for one in people)
    DepartmentMembership.objects.bulk_create(
        DepartmentMembership(user=one, department=department, starts_on=today()) for one in people
    )
    return people


def test_a_rule_change_for_many_is_a_job_in_chunks(db, note):
    """Set MANY_PEOPLE=10000 to measure it: it is to take less than a minute."""
    release(note, 1)
    top, _under, apart = departments()
    people = crowd(top, MANY)
    Evidence.objects.bulk_create(
        Evidence(person=one.person, verb="lesson.finished", kind="note", key=note, locale="pt-br",
                 occurred_at=timezone.now(), result={}) for one in people[::2]
    )  # fmt: skip
    requirement = rule(note, {"department": apart})
    admin = someone(apart, days=5)
    RoleMembership.objects.create(user=admin, role=Role.ADMINISTRATOR, starts_on=today())
    draft = TermsDraft(
        due_from="assignment", due_days=5, applies_from=today(), reason="r", renew_days=10,
        clauses=[ClauseDraft(department=top), ClauseDraft(excludes=True, user=people[0])],
    )  # fmt: skip
    terms = redraft(viewer_of(admin), requirement.terms.get(), draft)
    with CaptureQueriesContext(connection) as asked:
        told = simulate(terms)
    assert (told.people, told.opening, told.met_already, told.due_within_7) == (
        MANY - 1, MANY - 1, MANY // 2 - 1, MANY // 2,
    )  # fmt: skip
    assert len(asked) <= 10
    assert not Duty.objects.exists()
    switch_on(viewer_of(admin), terms)
    job = Job.objects.get(kind=RECONCILE)
    start, turns = time.monotonic(), 0
    while Job.objects.get(pk=job.pk).done_at is None:
        assert perform(job.pk)
        turns += 1
    took = time.monotonic() - start
    assert turns == len(range(0, User.objects.filter(is_active=True).count(), opening.CHUNK))
    assert Duty.objects.count() == MANY - 1
    assert Duty.objects.filter(met_at=None).count() == MANY // 2
    assert took < 60, f"{MANY} people in {turns} chunks"
    assert differences() == []


def test_statements_do_not_grow_with_people(db, note):
    release(note, 1)
    top, *_rest = departments()
    rule(note, {"department": top})
    counts = []
    for size in (2, 40):
        people = [someone(top) for _ in range(size)]
        with CaptureQueriesContext(connection) as asked:
            reconcile_people([one.pk for one in people])
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_two_workers_on_the_same_people_open_each_duty_once(transactional_db, note):
    release(note, 1)
    top, *_rest = departments()
    requirement = rule(note, {"department": top})
    people = crowd(top, 40)
    ready, failures = threading.Barrier(3), []

    def run(reads: bool) -> None:
        try:
            ready.wait()
            if reads:
                for one in people[::4]:
                    read(one, note)
            else:
                reconcile(requirement.pk)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(reads,)) for reads in (False, False, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert Duty.objects.filter(is_newest=True).count() == Duty.objects.count() == 40
    assert Duty.objects.filter(met_at__isnull=False).count() == 10
    assert differences() == []


def _killed(job) -> None:
    """A worker that dies in its second chunk, with rows written and nothing committed."""
    connection.close()
    perform(job)
    done = opening.reconcile_people

    def die(*args, **kwargs):
        done(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    opening.reconcile_people = die
    perform(job)


def test_a_worker_killed_in_a_chunk_loses_that_chunk_and_the_next_goes_on(transactional_db, note, monkeypatch):
    monkeypatch.setattr(opening, "CHUNK", 10)
    release(note, 1)
    top, *_rest = departments()
    requirement = rule(note, {"department": top})
    crowd(top, 35)
    with transaction.atomic():
        job = reconcile_soon(requirement.pk)
    worker = multiprocessing.get_context("fork").Process(target=_killed, args=(job,), daemon=True)
    connection.close()
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    first = Duty.objects.count()
    assert 0 < first <= 10
    Job.objects.filter(pk=job).update(lease_until=None)  # the lease of the dead runs out
    while Job.objects.get(pk=job).done_at is None:
        assert perform(job)
    assert Duty.objects.count() == 35
    assert differences() == []
