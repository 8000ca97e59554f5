"""The minute's round: every source says what it has to say, and what is due leaves by mail."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from portal.notices import keep
from portal.notices.post import dispatch
from portal.seams.registry import registry

log = logging.getLogger(__name__)


@shared_task
def turn() -> None:
    """Idempotent, and safe beside another one: names are unique, and a mail is written by who holds its notices."""
    now = timezone.now()
    for source in registry.notice_sources:
        try:
            with transaction.atomic():
                source.gather(now)
        except Exception:  # one room's trouble keeps no other from telling
            log.exception("%s could not say what is new", type(source).__name__)
    dispatch(now)


@shared_task
def forget() -> None:
    keep.forget()
