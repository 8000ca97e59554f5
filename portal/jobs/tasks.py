"""Celery's side of jobs: hints run a row, beat rescues what nobody ran."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.db import connection
from django.utils import timezone

from portal.jobs.models import SignOfLife
from portal.jobs.run import bury, due, perform

BATCH = 200


@shared_task
def run(job: str) -> None:
    perform(UUID(job))


@shared_task
def dispatch_due() -> None:
    bury()
    for job in due().order_by("run_after").values_list("pk", flat=True)[:BATCH]:
        perform(job)


@shared_task
def sign_of_life() -> None:
    SignOfLife.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


@shared_task
def housekeeping() -> None:
    """Months of evidence are made ahead; what a crash left unfrozen is frozen."""
    from portal.releases.publishing import sweep

    with connection.cursor() as cursor:
        cursor.execute(
            "select evidence_ensure_month((current_date + make_interval(months => m))::date)"
            " from generate_series(0, 3) m"
        )
    sweep()
