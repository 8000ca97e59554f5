"""The hourly round of people's own data: what has to go by now goes."""

from __future__ import annotations

from celery import shared_task

from portal.rights.actions.destroy import complete_erasures, destroy_copies, destroy_proof


@shared_task
def destroy_what_is_over() -> None:
    destroy_copies()
    destroy_proof()
    complete_erasures()
