"""Renewed: what the past days of a month have brought, which terms began and were paid, failed or wait, and which ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import ngettext, pgettext

from sandbox import engine
from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.models import JournalEvent, Workspace
from sandbox.queries.days import of_days
from sandbox.queries.desk import Permission
from sandbox.queries.scene import Scene

KINDS = ("subscription_renewed", "subscription_cancelled", "invoice_issued")


@dataclass(frozen=True)
class Over:
    """A term that began, or a subscription that ended; `invoice` is empty where none was issued for it."""

    scene: Scene
    subscription: str
    customer: str
    on: date
    invoice: str
    amount: int
    fate: str
    """How it stands now: paid, failed, open, void, free; left or lost where it ended."""

    @property
    def name(self) -> str:
        return self.scene.name(self.customer)

    @property
    def day(self) -> str:
        return self.scene.written_day(self.on)

    @property
    def plan(self) -> str:
        one = self.scene.world.subscriptions.get(self.subscription)
        return Speaker(self.scene.world, self.scene.language, self.scene.people).held(one.items) if one else ""

    @property
    def is_ended(self) -> bool:
        return self.fate in ("left", "lost")

    @property
    def went_wrong(self) -> bool:
        return self.fate in ("failed", "lost")

    @property
    def badge(self) -> Permission:
        return {
            "paid": lambda: Permission("ok", pgettext("a renewal", "renewed and paid"), "check"),
            "failed": lambda: Permission("late", pgettext("a renewal", "renewed, charge failed"), "circle-x"),
            "open": lambda: Permission("warn", pgettext("a renewal", "renewed, not paid yet"), "clock"),
            "void": lambda: Permission("plain", pgettext("a renewal", "renewed, invoice void"), "ban"),
            "free": lambda: Permission("plain", pgettext("a renewal", "renewed, nothing charged"), "check"),
            "left": lambda: Permission("plain", pgettext("a renewal", "ended as asked"), "user-round-minus"),
            "lost": lambda: Permission("late", pgettext("a renewal", "ended for lack of payment"), "user-round-minus"),
        }[self.fate]()


@dataclass(frozen=True)
class Past:
    """What has happened by now in a stretch of days."""

    rows: Sequence[Over] = ()

    @cached_property
    def by_day(self) -> Mapping[date, list[Over]]:
        found: dict[date, list[Over]] = {}
        for row in self.rows:
            found.setdefault(row.on, []).append(row)
        return found

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def sentences(self) -> list[str]:
        """How many renewed, how many of those failed, and how many ended."""
        renewed = sum(not row.is_ended for row in self.rows)
        failed = sum(row.fate == "failed" for row in self.rows)
        ended = len(self.rows) - renewed
        told = [ngettext("%(n)d renewed", "%(n)d renewed", renewed) % {"n": renewed}]
        if failed:
            told.append(ngettext("%(n)d charge failed", "%(n)d charges failed", failed) % {"n": failed})
        if ended:
            told.append(ngettext("%(n)d ended", "%(n)d ended", ended) % {"n": ended})
        return told

    def on(self, day: date | None) -> Past:
        return Past([row for row in self.rows if day in (None, row.on)])


def past(scene: Scene, workspace: Workspace, first: date, end: date) -> Past:
    """What the journal says of the days from `first` and before `end`, by day. One query; none of days to come."""
    if first > calendar.day_of(scene.world.now, scene.zone):
        return Past()
    rows = JournalEvent.objects.filter(workspace=workspace, kind__in=KINDS)
    rows = of_days(rows, scene.zone, first=first, before=end).order_by("seq")
    found: list[Over] = []
    waiting: dict[str, int] = {}
    for customer, payload in rows.values_list("customer", "payload"):
        match engine.decode_event(payload):
            case ev.SubscriptionRenewed() as event:
                waiting[event.subscription] = len(found)
                found.append(_over(scene, event, customer, "free"))
            case ev.SubscriptionCancelled() as event:
                found.append(_over(scene, event, customer, "lost" if event.kind == "involuntary" else "left"))
            case ev.InvoiceIssued() as event if event.document.subscription in waiting:
                place = waiting.pop(event.document.subscription)
                found[place] = _invoiced(scene, found[place], event.document.id, event.document.total)
    return Past(found)


def _over(scene: Scene, event: Any, customer: str | None, fate: str) -> Over:
    day = calendar.day_of(event.at, scene.zone)
    return Over(scene, event.subscription, customer or "", day, "", 0, fate)


def _invoiced(scene: Scene, row: Over, invoice: str, total: int) -> Over:
    return Over(scene, row.subscription, row.customer, row.on, invoice, total, _fate(scene, invoice))


def _fate(scene: Scene, invoice: str) -> str:
    """What has left for the archive was paid."""
    known = scene.world.invoices.get(invoice)
    if known is None or known.status == "paid":
        return "paid"
    if known.status == "void":
        return "void"
    return "failed" if known.status == "uncollectible" or known.first_failure_at is not None else "open"
