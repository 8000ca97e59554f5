"""What notices hold about a person: what they were told, the mails that carried it, and what they wait to hear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notices.models import Mailing, Notice, Waiting
from portal.notices.wording import worded
from portal.people.access import viewer_of
from portal.people.models import User
from portal.rights import reasons
from portal.seams.contracts import Account, AccountData, Fate, Outcome, Section
from portal.seams.registry import registry
from portal.seams.telling import Told


class NoticesData:
    """Notices are copies of what is written elsewhere: they go with the person, and nothing hangs on them."""

    name = "notices"
    title: str | Promise = gettext_lazy("Notices")
    order = 78

    def copy(self, account: Account) -> Iterable[Section]:
        rows = list(Notice.objects.filter(user__in=account.users).select_related("mailing").order_by("told_at", "pk"))
        user = User.objects.get(pk=account.user)
        words = worded(rows, viewer_of(user)) if rows else {}
        yield Section(
            "notices",
            _("Notices"),
            {
                "about": _("What it was about"), "sentence": _("What it says"), "detail": _("Detail"),
                "told_at": _("Told"), "read_at": _("Read"), "mailed_at": _("Mailed"),
            },
            [_row(row, words.get(row.pk)) for row in rows],
        )  # fmt: skip
        waiting = Waiting.objects.filter(user__in=account.users).order_by("since", "pk")
        yield Section(
            "waiting",
            _("What you wait to hear"),
            {"since": _("Since")},
            [{"since": row.since} for row in waiting],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        outcome = Outcome.ERASED if account.has_left else Outcome.KEPT
        reason = _("Only copies of what is written elsewhere.") if account.has_left else reasons.WHILE_WORKING
        held: Sequence[tuple[str, QuerySet[Any]]] = (
            (_("Notices"), Notice.objects.all()),
            (_("E-mails that carried them"), Mailing.objects.all()),
            (_("What you wait to hear"), Waiting.objects.all()),
        )
        return [Fate(label, rows.filter(user__in=account.users).count(), outcome, str(reason)) for label, rows in held]

    def erase(self, account: Account) -> None:
        if not account.has_left:
            return
        Notice.objects.filter(user__in=account.users).delete()
        Mailing.objects.filter(user__in=account.users).delete()
        Waiting.objects.filter(user__in=account.users).delete()

    def merge(self, kept: Account, gone: Account) -> None:
        """What both were told stays once; what either was mailed counts as mailed."""
        known = Notice.objects.filter(user=kept.user).values("once")
        Notice.objects.filter(user=gone.user, once__in=known).delete()
        had = Mailing.objects.filter(user=kept.user).values("name")
        both = Mailing.objects.filter(user=gone.user, name__in=had)
        Notice.objects.filter(mailing__in=both).update(mailing=None)
        both.delete()
        Mailing.objects.filter(user=gone.user).update(user=kept.user)
        Notice.objects.filter(user=gone.user).update(user=kept.user)
        awaited = Waiting.objects.filter(user=kept.user).values("subject")
        Waiting.objects.filter(user=gone.user, subject__in=awaited).delete()
        Waiting.objects.filter(user=gone.user).update(user=kept.user)


def _row(notice: Notice, told: Told | None) -> dict[str, Any]:
    """In the words of the inbox; what may not be worded for them any more tells its subject alone."""
    return {
        "about": _label(notice.kind),
        "sentence": told.sentence if told else "",
        "detail": told.detail if told else "",
        "told_at": notice.told_at,
        "read_at": notice.read_at,
        "mailed_at": notice.mailing.written_at if notice.mailing else None,
    }


def _label(kind: str) -> str:
    known = registry.notice_kinds.get(kind)
    return str(known[0].label) if known else kind


NOTICES: AccountData = NoticesData()
