"""Invariants between one event and the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sandbox.engine import events as ev
from sandbox.engine.calendar import Point
from sandbox.engine.codec import encode_event
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invariants.ends import OF_ENDS, Ends
from sandbox.engine.invoicing import InvoiceDocument
from sandbox.engine.subscription import Period
from sandbox.engine.text import holds_card_digits, strings_in
from sandbox.engine.world import World


def journal_rules(before: World, after: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    """Rules between one event and the next: tiling, numbering, ends, captures, free text."""
    number = before.counters.get("invoice_number", 0)
    running: dict[str, Period] = {}
    suspended: set[str] = set()
    open_amounts: dict[str, int] = {}
    stops = Ends(before, after.company.timezone if after.company is not None else "UTC")
    for event in events:
        if type(event) in OF_ENDS:
            yield from stops.broken_by(event)
        match event:
            case ev.InvoiceIssued():
                number += 1
                document = event.document
                open_amounts[document.id] = document.amount_due
                if document.number != number:
                    yield "numbering_without_gaps", {"expected": number, "number": document.number}
                if document.discount > sum([line.amount for line in document.lines if line.amount > 0]):
                    yield "discount_within_subtotal", {"invoice": document.id}
                if len(document.lines) > 1:
                    yield from _overlaps(document)
            case ev.SubscriptionStarted():
                running[event.subscription.id] = event.subscription.period
            case ev.SubscriptionChanged() | ev.SubscriptionBegan():
                running[event.subscription] = event.period
            case ev.SubscriptionSuspended():
                suspended.add(event.subscription)
            case ev.SubscriptionRenewed():
                known_before = before.subscriptions.get(event.subscription)
                if known_before is not None and event.subscription not in running:
                    running[event.subscription] = known_before.period
                    if known_before.status == "suspended":
                        suspended.add(event.subscription)
                if not running[event.subscription].is_followed_by(event.period):
                    expected, start = running[event.subscription].last, event.period.first
                    if start < expected:
                        facts = {"subscription": event.subscription, "start": str(start.at or start.day)}
                        yield "no_two_live_lines_overlap", facts
                    elif event.subscription not in suspended:
                        facts = {"subscription": event.subscription, "gap": f"{expected.day}..{start.day}"}
                        yield "periods_tile", facts
                suspended.discard(event.subscription)
                running[event.subscription] = event.period
            case ev.PaymentAttempted():
                payment = event.payment
                held = before.invoices.get(payment.invoice)
                known = held.remaining if held is not None else 0
                if payment.status == "settled":
                    left = open_amounts.get(payment.invoice, known)
                    if payment.amount > left:
                        yield "never_captures_more_than_remaining", {"payment": payment.id, "remaining": left}
                    open_amounts[payment.invoice] = left - payment.amount
            case ev.MessageSent() | ev.PolicySet() | ev.CancellationScheduled() | ev.SubscriptionCancelled():
                if any(holds_card_digits(text) for text in strings_in(encode_event(event))):
                    yield "no_card_digits_in_text", {"type": type(event).__name__}
            case _:
                pass


def _overlaps(document: InvoiceDocument) -> Iterator[Broken]:
    """One document may bill a component twice, for one time and then another."""
    last: dict[str, Point] = {}
    # Only time has instants where it is counted in seconds; one-off lines have days.
    for line in sorted((one for one in document.lines if one.is_charge), key=lambda one: one.period.first):
        if line.component in last and line.period.first < last[line.component]:
            yield "no_two_live_lines_overlap", {"invoice": document.id, "component": line.component}
        last[line.component] = line.period.last
