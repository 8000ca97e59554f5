"""Background work of search: what was asked is forgotten after its time, and so are words that no text has any more."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.search.index import forget_words
from portal.search.models import Query

KEPT = timedelta(days=180)


@shared_task
def forget_queries() -> None:
    Query.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    forget_words()
