"""A worker as a process of its own, to be killed: it knows two kinds of work on a table of marks, and a short lease."""

from __future__ import annotations

import os
import time
from datetime import timedelta

from django.db import connection

from portal.jobs import heart, run
from portal.jobs.heart import tell
from portal.jobs.run import HANDLERS, Job, Next
from portal.jobs.tasks import dispatch_due

LEASE = timedelta(seconds=2)


def mark(job: Job, n: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into marks (job, n, pid) values (%s, %s, %s)", [job.pk, n, os.getpid()])


def chunks(job: Job) -> Next | None:
    """Four marks a chunk, slowly."""
    start = job.args["at"]
    for n in range(start, start + 4):
        mark(job, n)
        tell(job, n + 1)
        time.sleep(job.args["pause"])
    return Next({**job.args, "at": start + 4}) if start + 4 < job.total else None


def deaf(job: Job) -> None:
    """One long piece that never says how far it is, longer than its lease."""
    mark(job, 0)
    tell(job, 1, total=2, said="Halfway")
    time.sleep(job.args["seconds"])
    mark(job, 1)


def serve() -> None:
    """What a forked child does until it is killed; what it inherited of its parent's connection it leaves alone."""
    connection.connection = None
    os.environ["PGAPPNAME"] = f"worker {os.getpid()}"
    heart.LEASE = run.LEASE = LEASE
    heart.BEAT, heart.TELLING = 0.4, 0.1
    HANDLERS.update({"test.chunks": chunks, "test.deaf": deaf})
    end = time.monotonic() + 60
    while time.monotonic() < end:
        dispatch_due()
        time.sleep(0.05)
