"""The heart of a running job: keeps its lease, carries its progress out of the open transaction, brings word of a cancel.

It is a thread with a connection of its own, so a handler need not help it: while the process lives, the lease is
renewed; when the process is killed, the beat stops with it and another worker takes over within `LEASE`.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.jobs.models import OPEN, Job

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=40)
BEAT = 10.0
"""Seconds between renewals; four may fail before the lease runs out."""
TELLING = 0.5
"""Seconds between two writings of progress, however often a handler tells it."""
LONGEST = timedelta(hours=2)
"""An attempt that takes longer hangs: its lease is renewed no more, somebody else takes over, what it did is undone."""


class LeaseLost(Exception):
    """Somebody else took over: what this attempt did is undone."""


class Canceled(Exception):
    """Somebody asked to stop: what the present chunk did is undone, the chunks before it stand."""


def held(job: Job) -> Any:
    """The job's row while this claim is the one that holds it."""
    return Job.objects.filter(OPEN, pk=job.pk, fence=job.fence)


def tell(job: Job, done: int, *, total: int | None = None, said: str | None = None) -> None:
    """Say how far a job is; cheap enough to call at every step. Seen by others at once, whatever transaction is open.

    `said` is one short line on what it does right now, an English msgid (`gettext_noop`) without names or values.
    Raises Canceled or LeaseLost where there is no use in going on; let them pass.
    """
    job.progress = done
    job.total = job.total if total is None else total
    job.said = job.said if said is None else said
    heart = _beating.get(job.pk)
    if heart is not None:
        heart.hear()
    else:  # within somebody's transaction nobody else would see it anyway
        _renew(job)
        _stop_where_useless(job)


class Heart:
    """Beats while its block runs. In somebody else's transaction, where another connection sees nothing, it is still."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.is_lost = self.is_canceled = False
        self._told = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            _beating[self.job.pk] = self
            self._thread = threading.Thread(target=self._beat, name=f"heart of {self.job.pk}", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._thread is not None:
            _beating.pop(self.job.pk, None)
            self._stop.set()
            self._told.set()
            self._thread.join()

    def hear(self) -> None:
        self._told.set()
        if self.is_lost:
            raise LeaseLost
        if self.is_canceled:
            raise Canceled

    def _beat(self) -> None:
        end = time.monotonic() + LONGEST.total_seconds()
        try:
            while not self.is_lost and time.monotonic() < end:
                self._told.wait(BEAT)
                self._told.clear()
                if self._stop.is_set():
                    return
                self._renew_kindly()
                if self._stop.wait(TELLING):
                    return
        finally:
            connection.close()

    def _renew_kindly(self) -> None:
        """The work's own transaction may hold the row: then nobody else can claim it, and this beat is not needed."""
        try:
            with transaction.atomic():
                rows = Job.objects.select_for_update(skip_locked=True).filter(pk=self.job.pk)
                row = rows.values_list("fence", "cancel_asked_at", "lease_until").first()
                if row is None:
                    return
                fence, cancel_asked_at, lease_until = row
                self.is_lost = fence != self.job.fence or lease_until is None
                self.is_canceled = cancel_asked_at is not None
                if not self.is_lost:
                    _renew(self.job)
        except DatabaseError:  # the database is away for a moment: the next beat tries again
            log.warning("job %s could not renew its lease", self.job, exc_info=True)
            connection.close()


def _renew(job: Job) -> None:
    renewed = held(job).update(
        lease_until=timezone.now() + LEASE, progress=job.progress, total=job.total, said=job.said
    )
    if not renewed:
        raise LeaseLost


def _stop_where_useless(job: Job) -> None:
    if Job.objects.filter(pk=job.pk, cancel_asked_at__isnull=False).exists():
        raise Canceled


_beating: dict[UUID, Heart] = {}
"""Hearts of the jobs that this process does."""
