"""A job is done once, survives whoever drops it, and is never lost with the broker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.jobs.heart import Canceled, LeaseLost, tell
from portal.jobs.keep import KEPT, forget
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import HANDLERS, MAX_ATTEMPTS, Next, bury, claim, due, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch):
    done: list[str] = []
    monkeypatch.setitem(HANDLERS, "test.note", lambda job: done.append(job.args["say"]))
    return done


@pytest.fixture
def failing(monkeypatch):
    def fail(job):
        Job.objects.create(kind="test.side-effect")
        raise RuntimeError("the handler broke")

    monkeypatch.setitem(HANDLERS, "test.fail", fail)


def test_a_job_is_performed_once(ran):
    job = enqueue("test.note", args={"say": "oi"})
    assert perform(job)
    assert not perform(job)
    assert ran == ["oi"]


def test_a_named_job_is_enqueued_once(ran):
    assert enqueue("test.note", args={"say": "a"}, once="x") is not None
    assert enqueue("test.note", args={"say": "a"}, once="x") is None
    assert Job.objects.filter(once="x").count() == 1


def test_a_job_dies_with_the_act_that_asked_for_it(ran):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        enqueue("test.note", args={"say": "never"})
        raise Undone
    assert not Job.objects.exists()


def test_a_lease_keeps_others_away_until_it_runs_out(ran):
    job = enqueue("test.note", args={"say": "oi"})
    assert claim(job) is not None
    assert claim(job) is None
    assert not due().exists()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert perform(job), "whoever held the lease is gone: the next one does it"
    assert ran == ["oi"]


def test_a_failure_leaves_no_trace_but_its_error_and_comes_again_later(failing):
    job = enqueue("test.fail")
    assert not perform(job)
    row = Job.objects.get(pk=job)
    assert "the handler broke" in row.error
    assert row.run_after > timezone.now()
    assert not Job.objects.filter(kind="test.side-effect").exists()
    assert row.dead_at is None


def test_a_hopeless_job_is_laid_aside(failing):
    job = enqueue("test.fail")
    Job.objects.update(attempts=MAX_ATTEMPTS - 1)
    perform(job)
    assert Job.objects.get(pk=job).dead_at is not None
    assert not due().filter(pk=job).exists()


def test_a_broker_that_is_away_delays_and_loses_nothing(ran, monkeypatch, django_capture_on_commit_callbacks):
    from portal.jobs import queue, tasks

    asked = []

    def away(**kwargs):
        asked.append(kwargs)
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.run, "apply_async", away)
    monkeypatch.setattr(queue, "_quiet_until", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        jobs = {enqueue("test.note", args={"say": "oi"}), enqueue("test.note", args={"say": "tchau"})}
    assert set(due().values_list("pk", flat=True)) == jobs
    assert len(asked) == 1, "the second act is spared the wait"


def test_work_that_outlived_its_lease_is_undone(monkeypatch):
    """Somebody else took over while the first one slept: the first one's effect and mark are rolled back."""

    def slow(job):
        Job.objects.create(kind="test.effect")
        Job.objects.filter(pk=job.pk).update(fence=job.fence + 1)  # the other one's claim

    monkeypatch.setitem(HANDLERS, "test.slow", slow)
    job = enqueue("test.slow")
    assert not perform(job)
    assert not Job.objects.filter(kind="test.effect").exists()
    assert Job.objects.get(pk=job).done_at is None


def test_a_late_failure_leaves_the_lease_of_whoever_runs_it_now(monkeypatch):
    def fail(job):
        raise RuntimeError("late")

    monkeypatch.setitem(HANDLERS, "test.fail", fail)
    job = enqueue("test.fail")
    late = claim(job)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    now_running = claim(job)
    monkeypatch.setattr("portal.jobs.run.claim", lambda _: late)
    assert not perform(job)
    row = Job.objects.get(pk=job)
    assert row.lease_until == now_running.lease_until
    assert row.error == ""


def test_a_long_job_keeps_its_lease_while_it_says_how_far_it_is():
    job = claim(enqueue("test.long", total=90))
    Job.objects.update(lease_until=timezone.now())
    tell(job, 40, said="Reading")
    row = Job.objects.get(pk=job.pk)
    assert (row.progress, row.total, row.said, row.lease_until > timezone.now()) == (40, 90, "Reading", True)
    Job.objects.update(fence=2)
    with pytest.raises(LeaseLost):
        tell(job, 50)


def test_a_job_whose_every_worker_died_is_laid_aside():
    job = enqueue("test.killer")
    Job.objects.update(attempts=MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(seconds=1))
    assert not due().exists()
    assert bury() == 1
    assert Job.objects.get(pk=job).dead_at is not None


# -- Chunks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def counting(monkeypatch):
    """Counts to what `args` say, two at a time; each chunk leaves a row behind."""
    chunks: list[int] = []

    def count(job):
        at = job.args["at"]
        chunks.append(at)
        Job.objects.create(kind="test.effect", args={"at": at})
        tell(job, at + 2)
        return Next({**job.args, "at": at + 2}) if at + 2 < job.total else None

    monkeypatch.setitem(HANDLERS, "test.count", count)
    return chunks


def test_chunks_of_one_job_are_done_turn_by_turn_on_one_row(counting):
    job = enqueue("test.count", args={"at": 0}, total=6)
    assert perform(job)
    row = Job.objects.get(pk=job)
    assert (row.args["at"], row.progress, row.attempts, row.done_at) == (2, 2, 0, None)
    assert perform(job)
    assert perform(job)
    assert not perform(job)
    row = Job.objects.get(pk=job)
    assert (counting, row.progress, row.done_at is None) == ([0, 2, 4], 6, False)


def test_a_chunk_that_was_taken_over_can_no_longer_be_marked(counting):
    """Attempts begin anew with every chunk, the fence does not: a worker that slept through a chunk is turned away."""
    job = enqueue("test.count", args={"at": 0}, total=6)
    slept = claim(job)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert perform(job)
    claim(job)
    with pytest.raises(LeaseLost):
        tell(slept, 2)


def test_a_hint_for_the_next_chunk_follows_its_commit(counting, monkeypatch, django_capture_on_commit_callbacks):
    from portal.jobs import run

    hinted = []
    monkeypatch.setattr(run, "hint", hinted.append)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("test.count", args={"at": 0}, total=4)
        perform(job)
    assert hinted == [job]


# -- Failing ----------------------------------------------------------------------------------------------------------


def test_the_wait_grows_and_never_falls_together(failing):
    waits = []
    for attempts in (0, 0, 0, 3, 6):
        job = enqueue("test.fail")
        Job.objects.filter(pk=job).update(attempts=attempts)
        perform(job)
        waits.append((Job.objects.get(pk=job).run_after - timezone.now()).total_seconds())
    assert len({round(wait, 2) for wait in waits[:3]}) == 3
    assert all(7 < wait <= 15 for wait in waits[:3])
    assert 200 < waits[3] <= 405
    assert 1700 < waits[4] <= 3600


def test_a_kind_that_nobody_knows_is_said_to_be_so():
    job = enqueue("test.of-tomorrow")
    assert not perform(job)
    assert Job.objects.get(pk=job).failure == "unknown"


def test_what_is_kept_of_a_failure_speaks_of_nobody(monkeypatch):
    from django.db import connection

    def fail(job):
        with connection.cursor() as cursor:
            cursor.execute("create temporary table named (email text unique) on commit drop")
            for _ in range(2):
                cursor.execute("insert into named values ('ana.lima@mare.example')")

    monkeypatch.setitem(HANDLERS, "test.tells", fail)
    job = enqueue("test.tells")
    perform(job)
    kept = Job.objects.get(pk=job)
    assert kept.failure == "broken"
    assert "UniqueViolation" in kept.error
    assert "ana" not in kept.error and "mare" not in kept.error


# -- Canceling and forgetting -----------------------------------------------------------------------------------------


def test_a_cancel_is_honoured_before_the_start(ran):
    job = enqueue("test.note", args={"say": "never"})
    Job.objects.update(cancel_asked_at=timezone.now())
    assert not perform(job)
    assert ran == []
    assert Job.objects.get(pk=job).canceled_at


def test_a_cancel_is_honoured_between_chunks(counting):
    job = enqueue("test.count", args={"at": 0}, total=6)
    held = claim(job)
    Job.objects.update(cancel_asked_at=timezone.now())
    with pytest.raises(Canceled):
        tell(held, 2)

    Job.objects.update(cancel_asked_at=None, lease_until=None)
    assert perform(job)
    Job.objects.filter(pk=job).update(cancel_asked_at=timezone.now())
    assert not perform(job)
    row = Job.objects.get(pk=job)
    assert (counting, row.canceled_at is None, row.progress) == ([0], False, 2)


def test_a_cancel_inside_a_chunk_undoes_that_chunk_alone(monkeypatch):
    def work(job):
        Job.objects.create(kind="test.effect")
        Job.objects.filter(pk=job.pk).update(cancel_asked_at=timezone.now())
        tell(job, 1)

    monkeypatch.setitem(HANDLERS, "test.work", work)
    job = enqueue("test.work")
    assert not perform(job)
    assert not Job.objects.filter(kind="test.effect").exists()
    row = Job.objects.get(pk=job)
    assert row.lease_until is None
    assert row.dead_at is None and row.error == ""


def test_what_is_over_is_kept_a_month_and_what_failed_until_it_is_answered():
    long_ago = timezone.now() - KEPT - timedelta(hours=1)
    kept = {
        Job.objects.create(kind="test.a", done_at=timezone.now()).pk,
        Job.objects.create(kind="test.b", dead_at=long_ago).pk,
        Job.objects.create(kind="test.c", created_at=long_ago).pk,
    }
    Job.objects.create(kind="test.d", done_at=long_ago)
    Job.objects.create(kind="test.e", canceled_at=long_ago)
    assert forget() == 2
    assert set(Job.objects.values_list("pk", flat=True)) == kept


def test_every_kind_of_work_has_a_name_for_people():
    from portal.jobs.run import LABELS

    assert [kind for kind in HANDLERS if not kind.startswith("test.") and not LABELS.get(kind)] == []
