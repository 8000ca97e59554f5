"""What imports hold about who ran them: that they did, and when; the files themselves are forgotten within a day."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.models import User
from portal.roster.jobs import forget
from portal.roster.models import Import, State
from portal.seams.contracts import Account, AccountData, Fate, Outcome, Section


class ImportData:
    """Imports of people, by who asked for them or confirmed them."""

    name = "imports"
    title: str | Promise = gettext_lazy("Imports of people")
    order = 75

    def _of(self, account: Account) -> Q:
        return Q(by__in=account.users) | Q(confirmed_by__in=account.users)

    def copy(self, account: Account) -> Iterable[Section]:
        rows = [
            {"at": one.created_at, "state": State(one.state).label, "lines": one.lines}
            for one in Import.objects.filter(self._of(account))
            .defer("file", "report", "file_name")
            .order_by("created_at")
        ]
        if rows:
            columns = {"at": _("When"), "state": _("Status"), "lines": _("Lines")}
            yield Section("imports", str(self.title), columns, rows)

    def fates(self, account: Account) -> Sequence[Fate]:
        count = Import.objects.filter(self._of(account)).count()
        reason = _("That an import was run stays known, without the name of who ran it.")
        outcome = Outcome.PSEUDONYMISED if account.has_left else Outcome.KEPT
        return [Fate(str(self.title), count, outcome, reason)] if count else []

    def erase(self, account: Account) -> None:
        """The rows name nobody but the account, which is pseudonymised where it lies; what files say of them goes now."""
        if account.has_left:
            for of in _reports_on(account):
                forget(of)

    def merge(self, kept: Account, gone: Account) -> None:
        Import.objects.filter(by__in=gone.users).update(by=kept.user)
        Import.objects.filter(confirmed_by__in=gone.users).update(confirmed_by=kept.user)


def _reports_on(account: Account) -> list[Import]:
    """Imports whose file or report, kept for a day at most, may name them; one being written ends first."""
    named = [
        part.casefold()
        for pair in User.objects.filter(pk__in=account.users, erased_at=None).values_list("name", "email")
        for part in pair
        if part
    ]
    kept = Import.objects.select_for_update().filter(forgotten_at=None).exclude(state=State.RUNNING)
    return [of for of in kept.order_by("pk") if any(part in _said_in(of) for part in named)]


def _said_in(of: Import) -> str:
    said = [of.told, *(batch.entries for batch in of.batches.all())]
    file = base64.b64decode(of.file).decode("utf-8", "replace") if of.file else ""
    return (json.dumps(said, ensure_ascii=False) + file).casefold()


IMPORTS: AccountData = ImportData()
