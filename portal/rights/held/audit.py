"""The audit: privileged acts by a person and on them, told without the names of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.models import Entry
from portal.audit.telling import tell
from portal.rights import reasons
from portal.seams.contracts import Account, Fate, Outcome, Section


class AuditData:
    """Append-only and without names: it stays as it was written."""

    name = "audit"
    title: str | Promise = gettext_lazy("Audit")
    order = 90

    def copy(self, account: Account) -> Iterable[Section]:
        yield Section(
            "audit",
            _("Privileged acts"),
            {"act": _("Act"), "part": _("Your part in it"), "reason": _("Reason"), "at": _("When")},
            [
                {"act": tell(entry), "part": _part(entry, account), "reason": _reason(entry, account), "at": entry.at}
                for entry in _own(account).order_by("at", "id")
            ],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        return [Fate(_("Privileged acts"), _own(account).count(), Outcome.KEPT, str(reasons.AUDIT))]

    def erase(self, account: Account) -> None:
        """Nothing: it holds ids, never names."""

    def merge(self, kept: Account, gone: Account) -> None:
        """Nothing: what was done by either id is read by both."""


def _own(account: Account):  # type: ignore[no-untyped-def]
    return Entry.objects.filter(Q(actor__in=account.persons) | Q(subject__in=account.persons))


def _part(entry: Entry, account: Account) -> str:
    by, about = entry.actor in account.persons, entry.subject in account.persons
    if by and about:
        return _("by you, about you")
    return _("by you") if by else _("about you")


def _reason(entry: Entry, account: Account) -> str:
    """A reason given about somebody else may speak of them: the person gets those about themselves."""
    return entry.reason if entry.subject in (None, *account.persons) else ""
