"""Try an endpoint out with an event of its own, and send again what died."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require, visible
from portal.refusal import Refusal
from portal.webhooks.actions.change import endpoint_of
from portal.webhooks.events import TEST, Said, body_of, send
from portal.webhooks.models import Delivery, Endpoint
from portal.webhooks.sending import host_of

WAITING_TESTS = 3
"""So many at once: the button is no tool to press on somebody's door."""


@transaction.atomic
def try_out(by: Viewer, endpoint: UUID) -> Delivery:
    """Raises Refusal while it is paused, or while earlier tests are under way."""
    row = endpoint_of(by, endpoint)
    _refuse_paused(row)
    waiting = Delivery.objects.filter(endpoint=row, event=TEST, delivered_at=None, dead_at=None)
    if waiting.count() >= WAITING_TESTS:
        raise Refusal("webhook.tests_wait", _("Earlier tests are still under way. Look at the log below in a moment."))
    now = timezone.now()
    delivery = Delivery.objects.create(
        endpoint=row, event=TEST, body=body_of(TEST, Said({"endpoint": str(row.pk)}), at=now.isoformat()), made_at=now
    )
    send([delivery.pk])
    return delivery


@transaction.atomic
def try_again(by: Viewer, delivery: UUID) -> Delivery:
    """A dead delivery gets all its attempts anew, under the same id. Raises Refusal where it is not dead (any more)."""
    rows = visible(Delivery.objects.select_for_update(of=("self",)), by).filter(endpoint__removed_at=None)
    row = require(by, Capability.ADMINISTER, rows, pk=delivery)
    _refuse_paused(row.endpoint)
    if row.dead_at is None:
        raise Refusal("webhook.not_dead", _("This delivery is no longer among the failed ones: somebody was faster."))
    row.dead_at, row.attempts, row.again_at = None, 0, None
    row.save(update_fields=["dead_at", "attempts", "again_at"])
    Endpoint.objects.filter(pk=row.endpoint_id).update(rest_until=None)
    audited(by, "webhook.tried_again", host=host_of(row.endpoint.url))
    send([row.pk])
    return row


def _refuse_paused(endpoint: Endpoint) -> None:
    if not endpoint.is_open:
        raise Refusal("webhook.paused", _("This webhook is paused. Resume it first."))
