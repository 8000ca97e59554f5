"""Invariants of ends: nothing is billed beyond the end a subscription was known to have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.calendar import Point
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invoicing import InvoiceDocument
from sandbox.engine.world import World


class Ends:
    """What is known of ends and drafts while one event follows another, beginning with a world; what goes beyond an
    end is `found`.
    """

    def __init__(self, world: World, zone: str, found: list[Broken]) -> None:
        self.world = world
        self.zone = zone
        self.found = found
        self.known: dict[str, datetime | None] = {}
        self.drafted: dict[str, InvoiceDocument] = {}

    def billed(self, event: ev.InvoiceIssued | ev.InvoiceDrafted | ev.DraftChanged) -> None:
        end = self._end_of(event.document.subscription)
        if end is not None:
            self._look_at_lines(event.document, end)

    def drafted_now(self, event: ev.InvoiceDrafted | ev.DraftChanged) -> None:
        self.billed(event)
        self.drafted[event.document.id] = event.document

    def renewed(self, event: ev.SubscriptionRenewed) -> None:
        end = self._end_of(event.subscription)
        if end is not None and self._is_after(event.period.last, end):
            facts = {"subscription": event.subscription, "end": end.isoformat()}
            self.found.append(("no_period_beyond_the_end", facts))

    def scheduled(self, event: ev.CancellationScheduled) -> None:
        self.known[event.subscription] = event.ends_at

    def undone(self, event: ev.CancellationUndone) -> None:
        self.known[event.subscription] = None

    def ended(self, event: ev.SubscriptionCancelled | ev.SubscriptionExpired) -> None:
        self.known[event.subscription] = event.at

    def _end_of(self, subscription: str | None) -> datetime | None:
        if subscription in self.known:
            return self.known[subscription]
        one = self.world.subscriptions.get(subscription or "")
        return None if one is None else one.ended_at or one.cancel_at

    def _look_at_lines(self, document: InvoiceDocument, end: datetime) -> None:
        """What a draft billed before its subscription was cancelled stands as it would on an invoice."""
        stood = self._stood(document)
        for line in document.lines:
            if line.is_charge and (line.component, line.period) not in stood and self._is_after(line.period.last, end):
                facts = {"invoice": document.id, "line": line.id, "to": str(line.period.end), "end": end.isoformat()}
                self.found.append(("no_period_beyond_the_end", facts))

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


# The events it listens to, so that the others cost nothing.
OF_ENDS: Final[dict[type, Callable[[Ends, Any], None]]] = {
    ev.InvoiceIssued: Ends.billed,
    ev.InvoiceDrafted: Ends.drafted_now,
    ev.DraftChanged: Ends.drafted_now,
    ev.SubscriptionRenewed: Ends.renewed,
    ev.CancellationScheduled: Ends.scheduled,
    ev.CancellationUndone: Ends.undone,
    ev.SubscriptionCancelled: Ends.ended,
    ev.SubscriptionExpired: Ends.ended,
}


def end_rules(events: Sequence[ev.Event]) -> list[Broken]:
    """Over a whole journal."""
    zone = next((event.timezone for event in events if isinstance(event, ev.CompanyOpened)), "UTC")
    ends = Ends(World.empty(), zone, [])
    for event in events:
        if type(event) in OF_ENDS:
            OF_ENDS[type(event)](ends, event)
    return ends.found
