"""What webhooks hold about a person: the log of what other systems were told, by opaque id, for thirty days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.seams.contracts import Account, Fate, Outcome, Section
from portal.webhooks.models import Delivery
from portal.webhooks.sending import host_of


class WebhookData:
    """What other systems did with it is theirs to tell: the copy names them."""

    name = "webhooks"
    title: str | Promise = gettext_lazy("Told to other systems")
    order = 78

    def copy(self, account: Account) -> Iterable[Section]:
        rows = _own(account).select_related("endpoint").order_by("made_at")
        yield Section(
            "webhooks",
            _("Told to other systems in the last 30 days"),
            {"event": _("Event"), "host": _("To"), "at": _("When")},
            [{"event": row.event, "host": host_of(row.endpoint.url), "at": row.made_at} for row in rows],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        if not account.has_left:
            return []
        reason = _("Only the log of what was sent; it is forgotten after 30 days anyway.")
        return [Fate(_("Told to other systems"), _over(account).count(), Outcome.ERASED, reason)]

    def erase(self, account: Account) -> None:
        """What is still under way arrives: the receiver learns that they left."""
        if account.has_left:
            _over(account).delete()

    def merge(self, kept: Account, gone: Account) -> None:
        """What was sent was sent, under the id of then."""


def _own(account: Account) -> QuerySet[Any]:
    return Delivery.objects.filter(person__in=account.persons)


def _over(account: Account) -> QuerySet[Any]:
    return _own(account).filter(Q(delivered_at__isnull=False) | Q(dead_at__isnull=False))
