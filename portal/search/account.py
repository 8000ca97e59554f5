"""What search holds about a person: nothing by them, but their name may stand among words that others typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        """Nobody can say whose words they were."""
        return ()

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
