"""A job is done once, survives whoever drops it, and is never lost with the broker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import HANDLERS, MAX_ATTEMPTS, LeaseLost, bury, claim, due, perform, renew

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
        Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)  # the other one's claim

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
    job = claim(enqueue("test.long"))
    Job.objects.update(lease_until=timezone.now())
    renew(job, progress=40)
    row = Job.objects.get(pk=job.pk)
    assert (row.progress, row.lease_until > timezone.now()) == (40, True)
    Job.objects.update(attempts=2)
    with pytest.raises(LeaseLost):
        renew(job, progress=50)


def test_a_job_whose_every_worker_died_is_laid_aside():
    job = enqueue("test.killer")
    Job.objects.update(attempts=MAX_ATTEMPTS, lease_until=timezone.now() - timedelta(seconds=1))
    assert not due().exists()
    assert bury() == 1
    assert Job.objects.get(pk=job).dead_at is not None
