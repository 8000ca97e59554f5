"""Real processes on one database, really killed: every notice is told once and goes in one mail."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.duties.notices import DUTY_NOTICES
from portal.jobs import heart, run
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import perform
from portal.jobs.tasks import dispatch_due
from portal.notices import post
from portal.notices.models import Mailing, Notice
from portal.people.models import User
from tests.notices.conftest import owe, release

pytestmark = pytest.mark.django_db(transaction=True)
Process = multiprocessing.get_context("fork").Process
PEOPLE = 60
AWAKE = {"quiet_from": None, "quiet_until": None}


@pytest.fixture
def owing(transactional_db):
    """Sixty people, each with a duty that was opened just now and told to nobody yet."""
    from uuid import uuid4

    key = uuid4()
    release(key, number=1)
    people = [
        User.objects.create_user(f"p{number}@vigente.example", name=f"Pessoa {number}", **AWAKE)
        for number in range(PEOPLE)
    ]
    for user in people:
        owe(user, key, due_at=timezone.now() + timedelta(days=20), opened_at=timezone.now() - timedelta(minutes=5))
    return people


def forked(work):
    def begin():
        connection.connection = None  # what was inherited of the parent's connection is left alone
        os.environ["PGAPPNAME"] = f"worker {os.getpid()}"
        work()

    process = Process(target=begin, daemon=True)
    process.start()
    return process


def rounds():
    """A beat that tells as fast as it can."""
    end = time.monotonic() + 3
    while time.monotonic() < end:
        DUTY_NOTICES.gather(timezone.now())


def slow_worker():
    heart.LEASE = run.LEASE = timedelta(seconds=2)
    heart.BEAT, heart.TELLING = 0.4, 0.1
    real = post.write

    def slowly(user, *, now):
        time.sleep(0.04)
        return real(user, now=now)

    post.write, post.BATCH = slowly, 20
    end = time.monotonic() + 60
    while time.monotonic() < end:
        dispatch_due()
        time.sleep(0.05)


def until(question, *, seconds=30):
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.03)


def each_once(owing):
    assert Counter(Notice.objects.values_list("user", flat=True)) == Counter(user.pk for user in owing)
    assert not Notice.objects.filter(settled_at=None).exists()
    assert Notice.objects.exclude(mailing=None).count() == PEOPLE
    written = Job.objects.filter(kind="mail.send")
    assert Mailing.objects.count() == written.count() == PEOPLE
    assert set(written.values_list("once", flat=True)) == {
        f"notices.mail:{pk}" for pk in Mailing.objects.values_list("pk", flat=True)
    }


def test_two_rounds_at_once_tell_each_thing_once(owing):
    beats = [forked(rounds) for _ in range(2)]
    for beat in beats:
        beat.join(20)
    assert Counter(Notice.objects.values_list("user", flat=True)) == Counter(user.pk for user in owing)


def test_a_worker_killed_in_the_middle_of_a_batch_leaves_no_mail_out_and_none_twice(owing):
    DUTY_NOTICES.gather(timezone.now())
    first = forked(slow_worker)
    enqueue(post.POST, args={"after": 0})
    until(lambda: 25 < Job.objects.get(kind=post.POST).progress < 38)
    first.kill()
    first.join()
    assert Mailing.objects.count() == Job.objects.filter(kind="mail.send").count() == 20, "whole batches stand"
    second = forked(slow_worker)
    try:
        until(lambda: Job.objects.filter(kind=post.POST, done_at__isnull=False).exists())
    finally:
        second.kill()
        second.join()
    each_once(owing)


def test_two_jobs_writing_to_the_same_people_write_each_mail_once(owing):
    DUTY_NOTICES.gather(timezone.now())
    jobs = [enqueue(post.POST, args={"after": 0}) for _ in range(2)]

    def work(job):
        for _ in range(20):
            perform(job)

    workers = [forked(lambda job=job: work(job)) for job in jobs]
    for worker in workers:
        worker.join(60)
    for job in jobs:
        perform(job)
    each_once(owing)
