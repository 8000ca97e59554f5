"""Celery's side of practice: what is over is put away at night."""

from __future__ import annotations

from celery import shared_task

from sandbox.actions.purge_attempts import purge_attempts
from sandbox.actions.purge_free import purge_free


@shared_task
def purge() -> None:
    purge_free()
    purge_attempts()
