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
    """Jobs that someone should do now."""
    now = timezone.now()
    return Job.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), done_at=None, dead_at=None, run_after__lte=now
    )


def claim(job: UUID) -> Job | None:
    """Take the lease of one due job; None where another holds it or nothing is left to do."""
    taken = due().filter(pk=job).update(lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    return Job.objects.get(pk=job) if taken else None


def perform(job_id: UUID) -> bool:
    """Do one job; True when it is done. A failure is kept with the row and tried again, later each time."""
    job = claim(job_id)
    if job is None:
        return False
    try:
        with transaction.atomic():
            HANDLERS[job.kind](job)
            Job.objects.filter(pk=job.pk).update(done_at=timezone.now(), lease_until=None, error="")
    except Exception:  # whatever a handler raises belongs to its row, not to the worker
        log.exception("job %s failed (attempt %s)", job, job.attempts)
        now = timezone.now()
        Job.objects.filter(pk=job.pk).update(
            lease_until=None,
            error=traceback.format_exc(limit=20),
            run_after=now + timedelta(seconds=min(3600, 5 * 3**job.attempts)),
            dead_at=now if job.attempts >= MAX_ATTEMPTS else None,
        )
        return False
    return True
