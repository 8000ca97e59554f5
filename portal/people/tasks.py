"""The round of the clock: who begins, leaves, gets or loses a role today becomes so without anybody's click."""

from __future__ import annotations

from celery import shared_task

from portal.people.align import align


@shared_task
def align_everyone() -> None:
    """Bring every account in line with today's facts."""
    align()
