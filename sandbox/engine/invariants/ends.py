"""Invariants of ends: nothing is billed beyond the end a subscription was known to have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.calendar import Point
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invoicing import InvoiceDocument
from sandbox.engine.world import World

# The events it listens to, so that the others cost nothing.
OF_ENDS: Final[frozenset[type]] = frozenset(
    {
        ev.InvoiceIssued,
        ev.InvoiceDrafted,
        ev.DraftChanged,
        ev.SubscriptionRenewed,
        ev.CancellationScheduled,
        ev.CancellationUndone,
        ev.SubscriptionCancelled,
        ev.SubscriptionExpired,
    }
)


class Ends:
    """What is known of ends and drafts while one event follows another, beginning with a world."""

    def __init__(self, world: World, zone: str) -> None:
        self.world = world
        self.zone = zone
        self.known: dict[str, datetime | None] = {}
        self.drafted: dict[str, InvoiceDocument] = {}

    def broken_by(self, event: ev.Event) -> Iterator[Broken]:
        match event:
            case ev.InvoiceIssued() | ev.InvoiceDrafted() | ev.DraftChanged():
                document = event.document
                end = self._end_of(document.subscription)
                if end is not None:
                    yield from self._beyond(document, end)
                if not isinstance(event, ev.InvoiceIssued):
                    self.drafted[document.id] = document
            case ev.SubscriptionRenewed():
                end = self._end_of(event.subscription)
                if end is not None and self._is_after(event.period.last, end):
                    yield "no_period_beyond_the_end", {"subscription": event.subscription, "end": end.isoformat()}
            case ev.CancellationScheduled():
                self.known[event.subscription] = event.ends_at
            case ev.CancellationUndone():
                self.known[event.subscription] = None
            case ev.SubscriptionCancelled() | ev.SubscriptionExpired():
                self.known[event.subscription] = event.at
            case _:
                pass

    def _end_of(self, subscription: str | None) -> datetime | None:
        if subscription in self.known:
            return self.known[subscription]
        one = self.world.subscriptions.get(subscription or "")
        return None if one is None else one.ended_at or one.cancel_at

    def _beyond(self, document: InvoiceDocument, end: datetime) -> Iterator[Broken]:
        """What a draft billed before its subscription was cancelled stands as it would on an invoice."""
        stood = self._stood(document)
        for line in document.lines:
            if line.is_charge and (line.component, line.period) not in stood and self._is_after(line.period.last, end):
                facts = {"invoice": document.id, "line": line.id, "to": str(line.period.end), "end": end.isoformat()}
                yield "no_period_beyond_the_end", facts

    def _stood(self, document: InvoiceDocument) -> set[tuple[str, object]]:
        before = self.drafted.get(document.id)
        if before is None and document.id in self.world.invoices:
            before = self.world.invoices[document.id].document
        return set() if before is None else {(line.component, line.period) for line in before.lines}

    def _is_after(self, last: Point, end: datetime) -> bool:
        """By days, a day that an end lies within may be billed whole."""
        if last.at is not None:
            return last.at > end
        day = calendar.day_of(end, self.zone)
        is_cut = calendar.start_of_day(day, self.zone) != end
        return last.day > (day + timedelta(days=1) if is_cut else day)


def end_rules(events: Sequence[ev.Event]) -> Iterator[Broken]:
    """Over a whole journal."""
    zone = next((event.timezone for event in events if isinstance(event, ev.CompanyOpened)), "UTC")
    ends = Ends(World.empty(), zone)
    for event in events:
        yield from ends.broken_by(event)
