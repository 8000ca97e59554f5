"""What imports hold about who ran them: that they did, and when; the files themselves are forgotten within a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        """The rows name nobody but the account, which is pseudonymised where it lies."""

    def merge(self, kept: Account, gone: Account) -> None:
        Import.objects.filter(by__in=gone.users).update(by=kept.user)
        Import.objects.filter(confirmed_by__in=gone.users).update(confirmed_by=kept.user)


IMPORTS: AccountData = ImportData()
