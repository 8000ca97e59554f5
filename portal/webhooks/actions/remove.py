"""Remove an endpoint: nothing leaves for it any more, its secrets go at once, its log in thirty days."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.webhooks.actions.change import endpoint_of
from portal.webhooks.models import Delivery
from portal.webhooks.sending import host_of


@transaction.atomic
def remove(by: Viewer, endpoint: UUID) -> None:
    row = endpoint_of(by, endpoint)
    row.removed_at, row.secret, row.old_secret, row.old_until = timezone.now(), "", "", None
    row.save(update_fields=["removed_at", "secret", "old_secret", "old_until"])
    Delivery.objects.filter(endpoint=row, delivered_at=None, dead_at=None).update(dead_at=row.removed_at, again_at=None)
    audited(by, "webhook.removed", host=host_of(row.url))
