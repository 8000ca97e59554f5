"""Register an endpoint; its secret is shown once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.webhooks.actions.change import refuse_address, sorted_events
from portal.webhooks.models import Endpoint
from portal.webhooks.sending import host_of
from portal.webhooks.signing import new_secret


@transaction.atomic
def register(by: Viewer, *, key: UUID, name: str, url: str, events: Sequence[str]) -> Endpoint:
    """`key` names the endpoint beforehand, so that a form sent twice registers one. Raises Refusal."""
    require(by, Capability.ADMINISTER)
    refuse_address(url)
    if Endpoint.objects.filter(pk=key).exists():
        raise Refusal(
            "webhook.registered_already",
            _("This webhook is registered already and its secret was shown. If you did not keep it, make a new one."),
        )
    endpoint = Endpoint.objects.create(
        pk=key, name=name, url=url, events=sorted_events(events), secret=new_secret(), made_by=by.person
    )
    audited(by, "webhook.registered", host=host_of(url))
    return endpoint
