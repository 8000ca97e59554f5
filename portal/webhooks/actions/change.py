"""Change an endpoint: its name, its address, what it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require, visible
from portal.refusal import Refusal
from portal.webhooks.addresses import Refused, checked, taken_apart
from portal.webhooks.events import LABELS
from portal.webhooks.models import Endpoint
from portal.webhooks.reach import TROUBLES
from portal.webhooks.sending import host_of


def refuse_address(url: str) -> None:
    """What is wrong with an address, said before anything is sent there; each sending asks again."""
    try:
        checked(taken_apart(url))
    except Refused as refused:
        raise Refusal(f"webhook.{refused.trouble}", TROUBLES[refused.trouble]) from None


def sorted_events(events: Iterable[str]) -> list[str]:
    asked = set(events)
    return [name for name in LABELS if name in asked]


def endpoint_of(by: Viewer, endpoint: UUID) -> Endpoint:
    """The row, locked, for who administers; a removed one is not there."""
    rows = visible(Endpoint.objects.select_for_update(), by).filter(removed_at=None)
    return require(by, Capability.ADMINISTER, rows, pk=endpoint)


@transaction.atomic
def change(by: Viewer, endpoint: UUID, *, name: str, url: str, events: Sequence[str]) -> Endpoint:
    """Raises Refusal where the address may not be spoken to. What changes nothing writes nothing."""
    row = endpoint_of(by, endpoint)
    new = {"name": name, "url": url, "events": sorted_events(events)}
    changed = [field for field, value in new.items() if getattr(row, field) != value]
    if "url" in changed:
        refuse_address(url)
        row.failing_since, row.failures, row.rest_until = None, 0, None
    if changed:
        for field in changed:
            setattr(row, field, new[field])
        row.save()
        audited(by, "webhook.changed", host=host_of(row.url), fields=", ".join(changed))
    return row
