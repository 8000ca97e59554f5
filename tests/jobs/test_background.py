"""The real background: a Celery worker, beat and a broker, each killed or stopped in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from kombu import Connection

from portal import embedded
from portal.duties.open import RECONCILE_PEOPLE
from portal.jobs import queue, tasks
from portal.jobs.models import Job, SignOfLife
from portal.jobs.queue import enqueue
from tests import databases

pytestmark = pytest.mark.django_db(transaction=True)
BASE = Path(__file__).resolve().parents[2]
BOOT = 60
"""Seconds a process may take to start on a busy machine; what is measured begins after that."""


def until(question: Callable[[], object], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `worker` and `beat` on this test's database and a broker of its own, and ends them."""
    valkey, address = embedded.start_valkey(tmp_path)
    database = settings.DATABASES["default"]
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={databases.HOST}",
        "VALKEY_URL": address, "BROKER_URL": address, "CELERY_SKIP_CHECKS": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }  # fmt: skip
    started = [valkey]

    def start(role: str) -> subprocess.Popen[bytes]:
        more = {"worker": ["-c", "1", "-P", "prefork"], "beat": ["-s", str(tmp_path / "beat"), "--pidfile="]}[role]
        with (tmp_path / f"{role}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "portal.celery", role, "-l", "WARNING", *more],
                cwd=BASE, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        started.append(process)
        return process

    told = Connection(address, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS)
    monkeypatch.setattr(queue, "_quiet_until", 0.0)
    monkeypatch.setattr(tasks.run, "apply_async", partial(tasks.run.apply_async, connection=told))
    start.valkey = valkey  # type: ignore[attr-defined]
    try:
        yield start
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _asked() -> Job:
    """A real kind of work that is done at once, for nobody."""
    with transaction.atomic():
        job = enqueue(RECONCILE_PEOPLE, args={"users": []})
    return Job.objects.get(pk=job)


def _signed() -> set[str]:
    return set(SignOfLife.objects.values_list("name", flat=True))


def test_without_beat_hints_are_enough_and_without_a_broker_work_waits(house):
    worker, beat = house("worker"), house("beat")
    until(lambda: _signed() == {"worker", "beat"}, seconds=BOOT)
    beat.kill()
    beat.wait()
    hinted = _asked()
    until(lambda: Job.objects.get(pk=hinted.pk).done_at, seconds=10)

    house.valkey.kill()
    house.valkey.wait()
    asked = time.monotonic()
    waits = _asked()
    assert time.monotonic() - asked < 3, "whoever asks is not kept waiting"
    worker.kill()
    worker.wait()
    tasks.dispatch_due()  # what beat asks for, once there is a broker again
    assert Job.objects.get(pk=waits.pk).done_at
