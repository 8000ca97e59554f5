"""News: what an act or a journey of the clock has just brought about, counted by kind and told from its beginning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils.translation import ngettext_lazy

from sandbox import store
from sandbox.models import JournalEvent, Workspace
from sandbox.queries.file import Moment, timeline
from sandbox.queries.scene import Scene

TOLD = 8
"""How many consequences are told; a year of the clock has thousands."""
READ = 40
"""How many events are read for them: some of them tell nothing."""

HAPPENED: dict[str, Any] = {
    "renewed": ngettext_lazy("%(n)s renewal", "%(n)s renewals", "n"),
    "issued": ngettext_lazy("%(n)s invoice issued", "%(n)s invoices issued", "n"),
    "paid": ngettext_lazy("%(n)s payment received", "%(n)s payments received", "n"),
    "declined": ngettext_lazy("%(n)s charge declined", "%(n)s charges declined", "n"),
    "silent": ngettext_lazy("%(n)s charge without an answer", "%(n)s charges without an answer", "n"),
    "late": ngettext_lazy("%(n)s invoice overdue", "%(n)s invoices overdue", "n"),
    "recovered": ngettext_lazy("%(n)s debt recovered", "%(n)s debts recovered", "n"),
    "suspended": ngettext_lazy("%(n)s access suspended", "%(n)s accesses suspended", "n"),
    "ended": ngettext_lazy("%(n)s subscription ended", "%(n)s subscriptions ended", "n"),
    "lost": ngettext_lazy("%(n)s of them for lack of payment", "%(n)s of them for lack of payment", "n"),
    "refund_failed": ngettext_lazy("%(n)s refund came back", "%(n)s refunds came back", "n"),
    "dispute_lost": ngettext_lazy("%(n)s dispute lost", "%(n)s disputes lost", "n"),
    "written": ngettext_lazy("%(n)s message sent", "%(n)s messages sent", "n"),
}
TONES: Mapping[str, str] = {
    "paid": "ok", "recovered": "ok", "declined": "warn", "silent": "warn", "late": "warn", "suspended": "late",
    "lost": "late", "refund_failed": "late", "dispute_lost": "late",
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """How often one kind of thing happened."""

    kind: str
    text: str
    tone: str

    @property
    def icon(self) -> str:
        return {"ok": "check", "warn": "triangle-alert", "late": "circle-x"}.get(self.tone, "dot")


@dataclass(frozen=True)
class News:
    """What has just happened; `more` is how many events stand in the journal alone."""

    moments: Sequence[Moment]
    counts: Sequence[Counted]
    more: int
    is_repeated: bool
    is_journey: bool = False


def news(
    scene: Scene, workspace: Workspace, since: int, *, is_repeated: bool = False, is_journey: bool = False
) -> News:
    """What the events after one have to tell: the first few of them, and all of them counted. Two queries."""
    told = timeline(scene, store.journal(workspace, after=since, until=since + READ))
    rows = list(_rows(workspace, since))
    counts = summary(rows)
    unread = sum(number for *_words, number in rows) - READ
    more = max(0, len(told) - TOLD) + max(0, unread)
    return News(told[:TOLD], counts if more else (), more, is_repeated, is_journey)


Row = tuple[str | None, str | None, str | None, int]
"""The type of some events, the status of their payment, the kind of their end, and how many they are."""


def _rows(workspace: Workspace, since: int) -> Iterable[Row]:
    """Counted in the database: a year of two hundred subscribers is ten thousand events."""
    later = JournalEvent.objects.filter(workspace=workspace, seq__gt=since)
    told = later.annotate(status=KT("payload__payment__status"), ending=KT("payload__kind"))
    return told.order_by().values_list("kind", "status", "ending").annotate(number=Count("pk"))


def summary(rows: Iterable[Row]) -> list[Counted]:
    """What happened, counted by kind, in the order in which one asks."""
    counts: Counter[str] = Counter()
    for event, status, ending, number in rows:
        for kind in _kinds(event or "", status or "", ending or ""):
            counts[kind] += number
    return [
        Counted(kind, str(words % {"n": counts[kind]}), TONES.get(kind, "plain"))
        for kind, words in HAPPENED.items()
        if counts[kind]
    ]


KINDS: Mapping[str, str] = {
    "subscription_renewed": "renewed",
    "invoice_issued": "issued",
    "payment_recorded": "paid",
    "payment_settled_late": "paid",
    "payment_declined_late": "declined",
    "invoice_overdue": "late",
    "subscription_recovered": "recovered",
    "subscription_suspended": "suspended",
    "refund_failed": "refund_failed",
    "dispute_lost": "dispute_lost",
    "message_sent": "written",
}


def _kinds(event: str, status: str, ending: str) -> tuple[str, ...]:
    if event == "payment_attempted":
        return ({"settled": "paid", "declined": "declined"}.get(status, "silent"),)
    if event == "subscription_cancelled":
        return ("ended", "lost") if ending == "involuntary" else ("ended",)
    return (KINDS[event],) if event in KINDS else ()
