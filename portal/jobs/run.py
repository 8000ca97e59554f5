"""Running: claim a job by lease, do it, and mark it done in the transaction that did it.

Long work is done in chunks. A handler does one chunk and returns `Next(args)` with where to go on: the chunk and the new
arguments are committed together and the same row waits for its next turn, behind whatever came meanwhile. So a worker
killed in the middle loses one chunk at most, progress and cancel speak of the whole, and attempts count anew:

    @handler("people.import", label=_("Import people"))
    def write(job: Job) -> Next | None:
        rows = load(job.args["import"], start=job.args["row"], count=200)
        for row in rows: ...
        tell(job, job.args["row"] + len(rows), total=job.total)
        return Next({**job.args, "row": job.args["row"] + len(rows)}) if more else None
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from portal.jobs.failing import Unknown, reason_of, trace_of
from portal.jobs.heart import LEASE, Canceled, Heart, LeaseLost, held, tell
from portal.jobs.models import OPEN, Job
from portal.jobs.queue import hint

__all__ = ["Canceled", "Job", "LeaseLost", "Next", "handler", "perform", "tell"]

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LONGEST_WAIT = 3600
"""Seconds between two attempts at most."""


@dataclass(frozen=True)
class Next:
    """A chunk is done; the job goes on with these arguments."""

    args: dict[str, Any]


Handler = Callable[[Job], Next | None]
HANDLERS: dict[str, Handler] = {}
LABELS: dict[str, str | Promise] = {}


def handler(kind: str, *, label: str | Promise = "") -> Callable[[Handler], Handler]:
    """Register what does jobs of a kind, and what people call it. It must be idempotent or write in the job's own
    transaction; a `tell` now and then shows how far it is and lets it be canceled."""

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        LABELS[kind] = label
        return function

    return register


def due() -> QuerySet[Job]:
    """Jobs that someone should do now: nobody holds them, and they have attempts left."""
    now = timezone.now()
    return Job.objects.filter(
        OPEN, Q(lease_until=None) | Q(lease_until__lt=now), run_after__lte=now, attempts__lt=MAX_ATTEMPTS
    )


@transaction.atomic
def bury() -> int:
    """Lay aside jobs whose last worker died with the last attempt; returns how many."""
    now = timezone.now()
    hopeless = Job.objects.select_for_update(skip_locked=True).filter(
        OPEN, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS
    )
    return Job.objects.filter(OPEN, pk__in=hopeless.values("pk")).update(
        dead_at=now, lease_until=None, failure="killed", error=""
    )


@transaction.atomic
def claim(job: UUID) -> Job | None:
    """Take the lease of one due job; None where another holds it or nothing is left to do. Waits for nobody."""
    found = due().select_for_update(skip_locked=True).filter(pk=job).first()
    if found is None:
        return None
    now = timezone.now()
    if found.cancel_asked_at:  # asked while a worker held it that is gone
        held(found).update(canceled_at=now, lease_until=None)
        return None
    held(found).update(lease_until=now + LEASE, started_at=now, attempts=F("attempts") + 1, fence=F("fence") + 1)
    found.refresh_from_db()
    return found


def perform(job_id: UUID) -> bool:
    """Do one job, or its next chunk; True when that is done. A failure is kept with the row and tried again, later each
    time.

    The work and its mark stand in one transaction, and the mark is made only by the claim that holds the lease: of two
    workers on one job the slower one's work is rolled back.
    """
    job = claim(job_id)
    if job is None:
        return False
    try:
        with Heart(job), transaction.atomic():
            if job.kind not in HANDLERS:
                raise Unknown(job.kind)
            _mark(job, HANDLERS[job.kind](job))
    except LeaseLost:
        log.warning("job %s outlived its lease (attempt %s) and was taken over", job, job.attempts)
        return False
    except Canceled:
        held(job).update(canceled_at=timezone.now(), lease_until=None)
        return False
    except Exception as error:  # whatever a handler raises belongs to its row, not to the worker
        log.exception("job %s failed (attempt %s)", job, job.attempts)
        _failed(job, error)
        return False
    return True


def _mark(job: Job, following: Next | None) -> None:
    """In the work's transaction: done, or ready for its next chunk, or stopped between the two."""
    now = timezone.now()
    told: dict[str, Any] = {"lease_until": None, "failure": "", "error": "", "progress": job.progress}
    told |= {"total": job.total, "said": job.said}
    if following is None:
        marked = held(job).update(done_at=now, **told | {"said": "", "progress": max(job.progress, job.total)})
    else:
        marked = held(job).update(args=following.args, attempts=0, run_after=now, **told)
    if not marked:
        raise LeaseLost
    if following is not None and not held(job).filter(cancel_asked_at__isnull=False).update(canceled_at=now):
        transaction.on_commit(lambda: hint(job.pk))


def _failed(job: Job, error: Exception) -> None:
    now = timezone.now()
    longest = min(LONGEST_WAIT, 5 * 3**job.attempts)
    wait = timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311  (spreads retries, keeps no secret)
    is_over = job.attempts >= MAX_ATTEMPTS
    is_canceled = held(job).filter(cancel_asked_at__isnull=False).update(canceled_at=now, lease_until=None)
    if not is_canceled:
        held(job).update(
            lease_until=None,
            failure=reason_of(error),
            error=trace_of(error),
            run_after=now + wait,
            dead_at=now if is_over else None,
        )
