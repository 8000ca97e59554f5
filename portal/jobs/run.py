"""Running: claim a job by lease, do it, and mark it done in the transaction that did it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.jobs.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
Handler = Callable[[Job], None]
HANDLERS: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what does jobs of a kind. It must be idempotent or write in the job's own transaction."""

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        return function

    return register


def due() -> Any:
    """Jobs that someone should do now: nobody holds them, and they have attempts left."""
    now = timezone.now()
    return Job.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now),
        done_at=None,
        dead_at=None,
        run_after__lte=now,
        attempts__lt=MAX_ATTEMPTS,
    )


def bury() -> int:
    """Lay aside jobs whose last worker died with the last attempt; returns how many."""
    now = timezone.now()
    hopeless = Job.objects.filter(done_at=None, dead_at=None, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS)
    return hopeless.update(dead_at=now, lease_until=None)


def claim(job: UUID) -> Job | None:
    """Take the lease of one due job; None where another holds it or nothing is left to do."""
    taken = due().filter(pk=job).update(lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    return Job.objects.get(pk=job) if taken else None


def _mine(job: Job) -> Any:
    """The job's row while this attempt is the one that holds it: each claim counts one up."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, done_at=None)


class LeaseLost(Exception):
    """The work took longer than its lease and somebody else took over: what this attempt did is undone."""


def renew(job: Job, *, progress: int) -> None:
    """Say how far a long job is and keep its lease; called between its chunks, outside their transactions."""
    if not _mine(job).update(lease_until=timezone.now() + LEASE, progress=progress):
        raise LeaseLost


def perform(job_id: UUID) -> bool:
    """Do one job; True when it is done. A failure is kept with the row and tried again, later each time.

    The work and its mark stand in one transaction, and the mark is made only by the attempt that holds the lease: of
    two workers on one job the slower one's work is rolled back.
    """
    job = claim(job_id)
    if job is None:
        return False
    try:
        with transaction.atomic():
            HANDLERS[job.kind](job)
            if not _mine(job).update(done_at=timezone.now(), lease_until=None, error=""):
                raise LeaseLost
    except LeaseLost:
        log.warning("job %s outlived its lease (attempt %s) and was taken over", job, job.attempts)
        return False
    except Exception:  # whatever a handler raises belongs to its row, not to the worker
        log.exception("job %s failed (attempt %s)", job, job.attempts)
        now = timezone.now()
        _mine(job).update(
            lease_until=None,
            error=traceback.format_exc(limit=20),
            run_after=now + timedelta(seconds=min(3600, 5 * 3**job.attempts)),
            dead_at=now if job.attempts >= MAX_ATTEMPTS else None,
        )
        return False
    return True
