"""Real processes, really killed: nothing is lost and nothing is done twice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from tests.jobs.worker import serve

pytestmark = pytest.mark.django_db(transaction=True)
Worker = multiprocessing.get_context("fork").Process
Start = Callable[[], Worker]


@pytest.fixture
def marks() -> Callable[[UUID], list[int]]:
    """What committed work left behind, in the order of its numbers."""
    with connection.cursor() as cursor:
        cursor.execute("create table marks (job uuid, n integer, pid integer)")

    def read(job: UUID) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("select n from marks where job = %s order by n", [job])
            return [n for (n,) in cursor.fetchall()]

    return read


@pytest.fixture
def start(marks: object) -> Iterator[Start]:
    """Forks workers on this test's database and ends those still running."""
    started: list[Worker] = []

    def begin() -> Worker:
        worker = Worker(target=serve, daemon=True)
        worker.start()
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.kill()
        worker.join()


def send(worker: Worker, number: int) -> None:
    assert worker.pid
    os.kill(worker.pid, number)


def until(question: Callable[[], object], *, seconds: float = 12) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.03)


def row(job: UUID) -> Job:
    return Job.objects.get(pk=job)


def test_a_worker_killed_in_mid_chunk_is_followed_by_another_who_goes_on_from_there(start, marks):
    first, second = start(), start()
    job = enqueue("test.chunks", args={"at": 0, "pause": 0.15}, total=12)
    until(lambda: 4 < row(job).progress < 8)  # in the middle of the second chunk, seen while it is open
    assert marks(job) == [0, 1, 2, 3], "of the open chunk nothing is there yet"
    workers = {f"worker {first.pid}": first, f"worker {second.pid}": second}
    for worker in workers.values():
        send(worker, signal.SIGSTOP)
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct application_name from pg_stat_activity"
            " where datname = current_database() and state = 'idle in transaction'"
        )
        (holder,) = [workers.pop(name) for (name,) in cursor.fetchall()]
    killed = time.monotonic()
    holder.kill()
    (other,) = workers.values()
    send(other, signal.SIGCONT)
    until(lambda: row(job).done_at)
    assert marks(job) == list(range(12)), "each once"
    assert time.monotonic() - killed > 1, "its lease had to run out first"


def test_two_workers_do_each_of_many_jobs_once(start, marks):
    start()
    start()
    jobs = [enqueue("test.chunks", args={"at": 0, "pause": 0}, total=8) for _ in range(40)]
    until(lambda: not Job.objects.filter(done_at=None).exists())
    assert all(marks(job) == list(range(8)) for job in jobs)
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct pid) from marks")
        assert cursor.fetchone()[0] == 2, "both had their share"


def test_a_handler_that_says_nothing_keeps_its_lease_and_its_progress_is_seen(start, marks):
    """Longer than its lease, with a second worker waiting for it to slip."""
    start()
    start()
    job = enqueue("test.deaf", args={"seconds": 3.5})
    until(lambda: row(job).progress == 1)
    assert (row(job).total, row(job).said, marks(job)) == (2, "Halfway", [])
    until(lambda: row(job).done_at)
    done = row(job)
    assert (marks(job), done.attempts, done.fence) == ([0, 1], 1, 1)


def test_a_cancel_stops_it_between_two_steps(start, marks):
    start()
    job = enqueue("test.chunks", args={"at": 0, "pause": 0.1}, total=400)
    until(lambda: row(job).progress > 4)
    Job.objects.filter(pk=job).update(cancel_asked_at=timezone.now())
    until(lambda: row(job).canceled_at)
    kept = marks(job)
    assert kept == list(range(len(kept))) and len(kept) % 4 == 0 and kept, "whole chunks stand, the open one does not"
    time.sleep(0.3)
    assert marks(job) == kept


def test_a_worker_that_was_frozen_and_wakes_up_undoes_what_it_did(start, marks):
    frozen = start()
    job = enqueue("test.deaf", args={"seconds": 0.8})
    until(lambda: row(job).progress == 1)
    send(frozen, signal.SIGSTOP)
    start()
    until(lambda: row(job).done_at)
    send(frozen, signal.SIGCONT)
    time.sleep(1.5)
    done = row(job)
    assert (marks(job), done.fence) == ([0, 1], 2)
