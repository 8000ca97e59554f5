"""Invariants between one event and the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from sandbox.engine import events as ev
from sandbox.engine.calendar import Point
from sandbox.engine.codec import encode_event
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invariants.ends import OF_ENDS, Ends
from sandbox.engine.invoicing import InvoiceDocument
from sandbox.engine.subscription import Period
from sandbox.engine.text import holds_card_digits, strings_in
from sandbox.engine.world import World


def journal_rules(before: World, after: World, events: Sequence[ev.Event]) -> list[Broken]:
    """Rules between one event and the next: tiling, numbering, ends, captures, free text."""
    found: list[Broken] = []
    walk = Walk(before, found)
    ends = Ends(before, after.company.timezone if after.company is not None else "UTC", found)
    for event in events:
        kind = type(event)
        if kind in OF_ENDS:
            OF_ENDS[kind](ends, event)
        if kind in OF_THE_WALK:
            OF_THE_WALK[kind](walk, event)
    return found


class Walk:
    """What is known while one event follows another, beginning with a world; what is broken on the way is `found`."""

    def __init__(self, before: World, found: list[Broken]) -> None:
        self.before = before
        self.found = found
        self.number = before.counters.get("invoice_number", 0)
        self.running: dict[str, Period] = {}
        self.suspended: set[str] = set()
        self.open_amounts: dict[str, int] = {}

    def issued(self, event: ev.InvoiceIssued) -> None:
        document = event.document
        self.number += 1
        self.open_amounts[document.id] = document.amount_due
        if document.number != self.number:
            self.found.append(("numbering_without_gaps", {"expected": self.number, "number": document.number}))
        if document.discount > sum([line.amount for line in document.lines if line.amount > 0]):
            self.found.append(("discount_within_subtotal", {"invoice": document.id}))
        if len(document.lines) > 1:
            self.found += _overlaps(document)

    def started(self, event: ev.SubscriptionStarted) -> None:
        self.running[event.subscription.id] = event.subscription.period

    def set_running(self, event: ev.SubscriptionChanged | ev.SubscriptionBegan) -> None:
        self.running[event.subscription] = event.period

    def was_suspended(self, event: ev.SubscriptionSuspended) -> None:
        self.suspended.add(event.subscription)

    def renewed(self, event: ev.SubscriptionRenewed) -> None:
        key, known = event.subscription, self.running.get(event.subscription)
        if known is None:
            one = self.before.subscriptions[key]
            known = one.period
            if one.status == "suspended":
                self.suspended.add(key)
        if not known.is_followed_by(event.period):
            expected, start = known.last, event.period.first
            if start < expected:
                self.found.append(
                    ("no_two_live_lines_overlap", {"subscription": key, "start": str(start.at or start.day)})
                )
            elif key not in self.suspended:
                self.found.append(("periods_tile", {"subscription": key, "gap": f"{expected.day}..{start.day}"}))
        self.suspended.discard(key)
        self.running[key] = event.period

    def attempted(self, event: ev.PaymentAttempted) -> None:
        payment = event.payment
        if payment.status != "settled":
            return
        left = self.open_amounts.get(payment.invoice)
        if left is None:
            held = self.before.invoices.get(payment.invoice)
            left = held.remaining if held is not None else 0
        if payment.amount > left:
            self.found.append(("never_captures_more_than_remaining", {"payment": payment.id, "remaining": left}))
        self.open_amounts[payment.invoice] = left - payment.amount

    def spoke(self, event: ev.Event) -> None:
        if any(holds_card_digits(text) for text in strings_in(encode_event(event))):
            self.found.append(("no_card_digits_in_text", {"type": type(event).__name__}))


# The events it listens to, so that the others cost nothing.
OF_THE_WALK: Final[dict[type, Callable[[Walk, Any], None]]] = {
    ev.InvoiceIssued: Walk.issued,
    ev.SubscriptionStarted: Walk.started,
    ev.SubscriptionChanged: Walk.set_running,
    ev.SubscriptionBegan: Walk.set_running,
    ev.SubscriptionSuspended: Walk.was_suspended,
    ev.SubscriptionRenewed: Walk.renewed,
    ev.PaymentAttempted: Walk.attempted,
    ev.MessageSent: Walk.spoke,
    ev.PolicySet: Walk.spoke,
    ev.CancellationScheduled: Walk.spoke,
    ev.SubscriptionCancelled: Walk.spoke,
}


def _overlaps(document: InvoiceDocument) -> Iterator[Broken]:
    """One document may bill a component twice, for one time and then another."""
    last: dict[str, Point] = {}
    # Only time has instants where it is counted in seconds; one-off lines have days.
    for line in sorted((one for one in document.lines if one.is_charge), key=lambda one: one.period.first):
        if line.component in last and line.period.first < last[line.component]:
            yield "no_two_live_lines_overlap", {"invoice": document.id, "component": line.component}
        last[line.component] = line.period.last
