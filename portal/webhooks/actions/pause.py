"""Pause an endpoint, and resume it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.webhooks.actions.change import endpoint_of
from portal.webhooks.models import Endpoint, PausedBecause
from portal.webhooks.sending import host_of, take_up


@transaction.atomic
def pause(by: Viewer, endpoint: UUID) -> Endpoint:
    """Nothing is written for it from now on; what was written waits. Twice changes nothing."""
    row = endpoint_of(by, endpoint)
    if row.paused_at is None:
        row.paused_at, row.paused_because = timezone.now(), PausedBecause.PERSON
        row.save(update_fields=["paused_at", "paused_because"])
        audited(by, "webhook.paused", host=host_of(row.url))
    return row


@transaction.atomic
def resume(by: Viewer, endpoint: UUID) -> int:
    """What waits is sent; what happened meanwhile was not written. Returns how many are sent."""
    row = endpoint_of(by, endpoint)
    if row.paused_at is None:
        return 0
    row.paused_at, row.paused_because = None, ""
    row.failing_since, row.failures, row.rest_until = None, 0, None
    row.save(update_fields=["paused_at", "paused_because", "failing_since", "failures", "rest_until"])
    audited(by, "webhook.resumed", host=host_of(row.url))
    return take_up(row)
