"""Signs of life: the worker and beat say themselves, from their own loops, that they still turn.

Both write with a connection that lives as long as the writing: the worker's children must inherit none.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import psycopg
from celery.beat import PersistentScheduler
from celery.signals import worker_ready
from django.db import connection
from django.utils import timezone

log = logging.getLogger(__name__)

EVERY = 15.0
"""Seconds between two signs."""


def sign(name: str) -> None:
    """Write that `name` ("worker" or "beat") lives; a database that is away is no reason to stop living."""
    parameters = {**connection.get_connection_params(), "connect_timeout": 5}
    parameters = {key: value for key, value in parameters.items() if key not in {"pool", "context", "cursor_factory"}}
    try:
        with psycopg.connect(**parameters, autocommit=True) as own:
            own.execute(
                "insert into jobs_signoflife (name, at) values (%s, %s)"
                " on conflict (name) do update set at = greatest(jobs_signoflife.at, excluded.at)",
                [name, timezone.now()],
            )
    except psycopg.Error as error:
        log.warning("%s could not sign: %s", name, error)


@worker_ready.connect
def worker_signs(sender: Any, **_: object) -> None:
    """Sign now and then by the worker's own loop, so that a worker that hangs falls silent."""
    sign("worker")
    sender.timer.call_repeatedly(EVERY, sign, ("worker",))


class Scheduler(PersistentScheduler):
    """Beat's own loop, which signs whenever it turns."""

    _signed = float("-inf")

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() - self._signed >= EVERY:
            self._signed = time.monotonic()
            sign("beat")
        return min(super().tick(*args, **kwargs), EVERY)
