"""Thousands of people at a time: constant queries a chunk, and a worker killed anywhere loses and doubles nothing."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.jobs.run import due, perform
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import DepartmentMembership, Employment, ReportingLine, User
from portal.people.organisation import reporting_line
from portal.roster import jobs
from portal.roster.actions.confirm import confirm
from portal.roster.actions.upload import upload
from portal.roster.models import Import, State
from tests.roster.company import company
from tests.roster.conftest import work

MANY = 2_000


@pytest.mark.django_db
def test_two_thousand_people_come_in(ran, ana):
    before = User.objects.count()
    of = ran(company(MANY))
    assert (of.state, of.counts["done"]["new"], of.counts["done"]["left_out"]) == (State.DONE, MANY, 0)
    assert User.objects.count() == before + MANY
    new = User.objects.filter(email__endswith="@big.example")
    assert not new.filter(is_active=False).exists()
    for model in (Employment, DepartmentMembership, ReportingLine):
        assert model.objects.filter(user__in=new).count() == MANY
    assert len(reporting_line(User.objects.get(email="helena@vigente.example").pk, on=today())) >= MANY
    assert Entry.objects.filter(act="person.registered").count() == MANY
    assert of.progress == of.total


def _queries(sent, admin, monkeypatch, size: int, prefix: str) -> list[int]:
    """How many queries each chunk of a run of so many lines costs, when all of them fit in one."""
    monkeypatch.setattr(jobs, "CHUNK", size)
    of = sent(company(size).replace(b"@big.", f"@{prefix}.".encode()))
    confirm(admin, of.pk, turn=of.turn)
    counts = []
    while due().filter(kind=jobs.RUN).exists():
        with CaptureQueriesContext(connection) as queries:
            assert perform(due().get(kind=jobs.RUN).pk)
        counts.append(len(queries))
    return counts


@pytest.mark.django_db
def test_a_chunk_costs_the_same_queries_whatever_its_size(sent, admin, monkeypatch):
    _queries(sent, admin, monkeypatch, 10, "warm")
    assert _queries(sent, admin, monkeypatch, 300, "large") == _queries(sent, admin, monkeypatch, 30, "small")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(fabio, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 40)
    admin = viewer_of(fabio)
    of = upload(admin, content=company(400), file_name="x.csv", starts_on=today())
    killed = 0
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        of.refresh_from_db()
        if of.state == State.CHECKED:
            confirm(admin, of.pk, turn=of.turn)
        if of.state == State.DONE:
            break
        killed += _work_until_killed(of)
        Job.objects.filter(lease_until__isnull=False).update(
            lease_until=timezone.now() - timedelta(seconds=1), attempts=1
        )
    assert of.state == State.DONE
    assert killed >= 3
    new = User.objects.filter(email__endswith="@big.example")
    assert new.count() == 400
    for model in (Employment, DepartmentMembership, ReportingLine):
        assert model.objects.filter(user__in=new).count() == 400
    assert Entry.objects.filter(act="person.registered").count() == 400
    assert Entry.objects.filter(act="people.imported").count() == 1
    assert of.counts["done"]["new"] == 400


def _work_until_killed(of: Import) -> bool:
    """A worker of its own process, killed without a word a moment after it got somewhere."""
    before = (of.state, of.progress)
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    try:
        for _ in range(400):
            of.refresh_from_db()
            if (of.state, of.progress) != before:
                break
            time.sleep(0.02)
        time.sleep(0.05)
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
