"""What the door does by the clock."""

from __future__ import annotations

from celery import shared_task

from portal.signin import limits, sessions


@shared_task
def forget() -> None:
    """Counts that no longer count and sessions that are over are deleted."""
    limits.forget_expired()
    sessions.forget_expired()
