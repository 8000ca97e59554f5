"""What playbooks hold about a person: copied, kept under a pseudonym, and moved when two accounts become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playbooks.models import Acknowledgement
from playbooks.queries import KIND
from portal.duties.queries import covers_by_key
from portal.rights import reasons
from portal.seams.contracts import Account, Fate, Outcome, Section


class PlaybookData:
    """Acknowledgements are proof: who knew which version, and since when."""

    name = "playbooks"
    title: str | Promise = gettext_lazy("Playbooks")
    order = 40

    def copy(self, account: Account) -> Iterable[Section]:
        rows = list(Acknowledgement.objects.filter(user__in=account.users).order_by("acknowledged_at"))
        covers = covers_by_key((KIND, row.key) for row in rows)
        yield Section(
            "acknowledgements",
            _("Playbooks acknowledged"),
            {"playbook": _("Playbook"), "version": _("Version"), "acknowledged_at": _("Acknowledged")},
            [
                {
                    "playbook": covers[KIND, row.key].title if (KIND, row.key) in covers else str(row.key),
                    "version": row.number,
                    "acknowledged_at": row.acknowledged_at,
                }
                for row in rows
            ],
            is_proof=True,
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        count = Acknowledgement.objects.filter(user__in=account.users).count()
        what = _("Playbooks acknowledged")
        if not account.has_left:
            return [Fate(what, count, Outcome.KEPT, str(reasons.WHILE_WORKING))]
        reason = str(reasons.PROOF)
        return [Fate(what, count, Outcome.PSEUDONYMISED, reason, until=account.kept_until, is_proof=True)]

    def erase(self, account: Account) -> None:
        """Acknowledgements lose their name with the registration; nothing here is words."""

    def merge(self, kept: Account, gone: Account) -> None:
        """A release that both acknowledged stays with the first; the second's row stays where it is."""
        known = list(Acknowledgement.objects.filter(user=kept.user).values_list("release", flat=True))
        Acknowledgement.objects.filter(user=gone.user).exclude(release__in=known).update(user=kept.user)
