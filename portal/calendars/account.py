"""What a calendar's address holds about a person: that there is one, and when it was last asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.calendars.models import CalendarFeed
from portal.seams.contracts import Account, Fate, Outcome, Section


class CalendarData:
    """The address opens nothing once who it belongs to has left, and goes with them."""

    name = "calendars"
    title: str | Promise = gettext_lazy("Address of the calendar")
    order = 72

    def copy(self, account: Account) -> Iterable[Section]:
        yield Section(
            "calendars",
            _("Address of the calendar"),
            {"made": _("Made on"), "used": _("Last read by a calendar")},
            [{"made": feed.made_at, "used": feed.last_used_at} for feed in _own(account)],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        if not account.has_left:
            return []
        return [
            Fate(_("Address of the calendar"), _own(account).count(), Outcome.ERASED, _("Nobody reads it any more."))
        ]

    def erase(self, account: Account) -> None:
        if account.has_left:
            _own(account).delete()

    def merge(self, kept: Account, gone: Account) -> None:
        """The duplicate's address showed what was asked of the duplicate: whoever stays makes their own."""
        CalendarFeed.objects.filter(user__in=gone.users).delete()


def _own(account: Account) -> QuerySet[Any]:
    return CalendarFeed.objects.filter(user__in=account.users).order_by("made_at")
