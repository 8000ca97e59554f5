"""The round of the clock: what no job speaks of is sent, what was sent is forgotten after its time, and so are old secrets
and removed endpoints."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from portal.webhooks.models import Delivery, Endpoint
from portal.webhooks.sending import rescue

KEPT = timedelta(days=30)


@shared_task
def go_over() -> None:
    rescue()
    forget()


def forget() -> None:
    now = timezone.now()
    over = Delivery.objects.filter(made_at__lt=now - KEPT)
    over.exclude(delivered_at=None, dead_at=None).delete()
    Endpoint.objects.filter(old_until__lt=now).exclude(old_secret="").update(old_secret="", old_until=None)
    Endpoint.objects.filter(removed_at__lt=now - KEPT, deliveries=None).delete()
