"""What search holds about a person: nothing by them, but their name may stand among words that others typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notices.tell import waited_for
from portal.people.models import User
from portal.seams.contracts import Account, AccountData, Fate, Outcome, Section
from portal.search.asked import parts_of
from portal.search.models import Gap, Query
from portal.search.text import plain


class SearchData:
    """Questions and gaps with a part of the name in them; who asked was never kept."""

    name = "search"
    title: str | Promise = gettext_lazy("Words typed into search")
    order = 76

    def copy(self, account: Account) -> Iterable[Section]:
        """What they told us is missing and wait to hear of; of anything else nobody can say whose words they were."""
        since = {int(pk): at for at, pk in waited_for(account.users, "gap")}
        yield Section(
            "missing",
            _("Words you told us are missing, until you hear of them"),
            {"words": _("Words"), "since": _("Since")},
            [{"words": gap.words, "since": since[gap.pk]} for gap in Gap.objects.filter(pk__in=since).order_by("pk")],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        if not account.has_left:
            return []
        count = sum(rows.count() for rows in _naming(account))
        reason = _("Nobody needs to know that a name was looked for.")
        return [Fate(_("Searches that hold a part of the name"), count, Outcome.ERASED, reason)]

    def erase(self, account: Account) -> None:
        if account.has_left:
            for rows in _naming(account):
                rows.delete()

    def merge(self, kept: Account, gone: Account) -> None:
        """Nothing of it belongs to an account."""


def _naming(account: Account) -> Sequence[QuerySet[Any]]:
    """The rows in which they are named, by a part of their name or their e-mail."""
    said = Q(pk=None)
    for name, email in User.objects.filter(pk__in=account.users, erased_at=None).values_list("name", "email"):
        said |= Q(plain__contains=plain(email))
        for part in parts_of(name):
            said |= Q(plain__regex=rf"\y{re.escape(part)}\y")
    return [Query.objects.alias(plain=F("words")).filter(said), Gap.objects.filter(said)]


SEARCHED: AccountData = SearchData()
