"""Celery's side of jobs: hints run a row, beat rescues what nobody ran and puts away what is over."""

from __future__ import annotations

import time
from uuid import UUID

from celery import shared_task
from django.db import connection

from portal.jobs.keep import forget
from portal.jobs.run import bury, due, perform

BATCH = 200
ROUND = 30.0
"""Seconds after which a round begins no more jobs: the next round follows at once, and others have their turn."""
AHEAD = 3
"""Months of evidence that are made before they begin."""


@shared_task
def run(job: str) -> None:
    perform(UUID(job))


@shared_task
def dispatch_due() -> None:
    bury()
    end = time.monotonic() + ROUND
    for job in due().order_by("run_after").values_list("pk", flat=True)[:BATCH]:
        perform(job)
        if time.monotonic() > end:
            break


@shared_task
def housekeeping() -> None:
    """Months of evidence are made ahead; what a crash left unfrozen is frozen; jobs long done are forgotten."""
    from portal.releases.publishing import sweep

    with connection.cursor() as cursor:
        cursor.execute("select evidence_ensure_months(%s)", [AHEAD])
    forget()
    sweep()
