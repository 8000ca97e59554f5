"""What the door does by the clock."""

from __future__ import annotations

from celery import shared_task

from portal.signin import limits, mail, reset, sessions


@shared_task
def forget() -> None:
    """Counts that no longer count, sessions that are over, and what was sealed in mail that never went out."""
    limits.forget_expired()
    sessions.forget_expired()
    mail.forget_dead(mail.KIND, reset.KIND)
