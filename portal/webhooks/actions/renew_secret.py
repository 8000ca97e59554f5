"""Make a new secret; the old one signs beside it for a day, so that no message is turned away meanwhile."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.refusal import Refusal
from portal.webhooks.actions.change import endpoint_of
from portal.webhooks.models import Endpoint
from portal.webhooks.sending import host_of
from portal.webhooks.signing import new_secret

OVERLAP = timedelta(hours=24)


@transaction.atomic
def renew_secret(by: Viewer, endpoint: UUID, *, instead_of: int) -> Endpoint:
    """`instead_of` is the `renewed` that the person saw: a page sent twice makes one. Raises Refusal."""
    row = endpoint_of(by, endpoint)
    if row.renewed != instead_of:
        raise Refusal(
            "webhook.renewed_already",
            _("A new secret was made meanwhile and shown once. If you did not keep it, make another one."),
        )
    row.old_secret, row.old_until = row.secret, timezone.now() + OVERLAP
    row.secret, row.renewed = new_secret(), row.renewed + 1
    row.save(update_fields=["secret", "old_secret", "old_until", "renewed"])
    audited(by, "webhook.secret_renewed", host=host_of(row.url))
    return row
