"""Enqueuing: a job is written in the act's own transaction; the broker only hears a hint after the commit."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.jobs.models import Job

log = logging.getLogger(__name__)

QUIET_SECONDS = 15
"""After a hint that found no broker, this process spares its requests the same wait for so long."""
_quiet_until = 0.0


def enqueue(
    kind: str,
    *,
    args: dict[str, Any] | None = None,
    once: str | None = None,
    run_after: datetime | None = None,
    asked_by: UUID | None = None,
    total: int = 0,
) -> UUID | None:
    """Write a job and return its id; None where a job of the same name (`once`) was written before.

    `asked_by` is the opaque id of a person who may then watch and cancel it; `total` is how many steps it will say it has.
    """
    job = Job(
        kind=kind, args=args or {}, once=once, run_after=run_after or timezone.now(), asked_by=asked_by, total=total
    )
    made = Job.objects.bulk_create([job], ignore_conflicts=True)
    if once is not None and not Job.objects.filter(pk=made[0].pk).exists():
        return None
    transaction.on_commit(lambda: hint(job.pk))
    return job.pk


def hint(job: UUID) -> None:
    """Tell a worker; where the broker is away, beat finds the job within seconds of its return."""
    global _quiet_until
    from portal.jobs.tasks import run

    if time.monotonic() < _quiet_until:
        return
    try:
        run.apply_async(args=[str(job)], retry=False)
    except Exception as error:  # kombu raises what its transport raises; the row is the truth, so nothing is lost
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("broker away, job %s and those of the next %ss wait for beat: %s", job, QUIET_SECONDS, error)
