"""Invariants: what must hold in every world, by name; checked over what a command touched, or over
everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sandbox.engine import calendar, returns
from sandbox.engine import events as ev
from sandbox.engine.apply import replay
from sandbox.engine.codec import encode_event, journal_hash
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.ledger import Posting, balances_to_zero
from sandbox.engine.subscription import Subscription
from sandbox.engine.text import holds_card_digits, strings_in
from sandbox.engine.world import World


class InvariantBroken(Exception):
    """A bug of the engine, reported whole: which rule, about what, and the events that broke it."""

    def __init__(self, name: str, facts: dict[str, Any], events: Sequence[ev.Event]) -> None:
        self.name = name
        self.facts = facts
        self.events = tuple(events)
        super().__init__(f"{name}: {facts}; events: {[encode_event(event) for event in events]}")


Broken = tuple[str, dict[str, Any]]


def check_touched(before: World, after: World, events: Sequence[ev.Event]) -> None:
    """After one command: every rule, over the records its events name."""
    for name, facts in _broken_by(before, after, events):
        raise InvariantBroken(name, facts, events)


def verify(world: World) -> list[Broken]:
    """Every rule over everything; the list of what is broken."""
    found: list[Broken] = []
    if sum(world.ledger.values()) != 0:
        found.append(("ledger_sums_to_zero", dict(world.ledger)))
    for payment in world.payments.values():
        found.extend(_payment(payment))
    for invoice in world.invoices.values():
        found.extend(_invoice(world, invoice))
    for subscription in world.subscriptions.values():
        found.extend(_subscription(subscription))
    found.extend(_books(world))
    found.extend(_tiling(world, world.subscriptions))
    numbers = sorted(invoice.document.number for invoice in world.invoices.values())
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(("numbering_without_gaps", {"numbers": numbers}))
    return found


def verify_journal(world: World, events: Sequence[ev.Event]) -> list[Broken]:
    """Replaying the journal gives this world and this hash."""
    found = verify(world)
    if replay(events) != world:
        found.append(("replay_gives_the_same_world", {"events": len(events)}))
    if journal_hash(events) != world.chain:
        found.append(("replay_gives_the_same_hash", {"chain": world.chain}))
    return found


def _broken_by(before: World, after: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    for event in events:
        postings: tuple[Posting, ...] = getattr(event, "postings", ())
        if not balances_to_zero(postings):
            yield "postings_sum_to_zero", {"event": encode_event(event)}
    if sum(after.ledger.values()) != 0:
        yield "ledger_sums_to_zero", dict(after.ledger)
    touched = _touched(events)
    for key in touched["payment"]:
        yield from _payment(after.payments[key])
    # What happens to a payment happens to its invoice as well.
    for key in dict.fromkeys([*touched["invoice"], *(after.payments[key].invoice for key in touched["payment"])]):
        yield from _invoice(after, after.invoices[key])
        if key in before.invoices and before.invoices[key].document is not after.invoices[key].document:
            yield "issued_documents_never_change", {"invoice": key}
    for key in touched["subscription"]:
        yield from _subscription(after.subscriptions[key])
    yield from _journal_rules(before, after, events)


def _touched(events: Iterable[ev.Event]) -> dict[str, list[str]]:
    """Ids named by the events, each once, in order."""
    found: dict[str, dict[str, None]] = {"payment": {}, "invoice": {}, "subscription": {}}
    for event in events:
        match event:
            case ev.PaymentAttempted() | ev.PaymentRecorded():
                found["payment"][event.payment.id] = None
                found["invoice"][event.payment.invoice] = None
            case ev.PaymentLookedUp() | ev.BalanceRefunded():
                found["payment"][event.payment] = None
            case ev.RefundMade():
                found["payment"][event.refund.payment] = None
            case ev.CreditNoteIssued():
                found["invoice"][event.note.invoice] = None
            case ev.InvoiceIssued():
                found["invoice"][event.document.id] = None
            case ev.InvoiceVoided() | ev.InvoiceUncollectible() | ev.RetryScheduled():
                found["invoice"][event.invoice] = None
            case ev.SubscriptionStarted():
                found["subscription"][event.subscription.id] = None
            case (
                ev.SubscriptionRenewed()
                | ev.SubscriptionCancelled()
                | ev.SubscriptionRecovered()
                | ev.SubscriptionChanged()
            ):
                found["subscription"][event.subscription] = None
            case _:
                pass
    return {kind: list(ids) for kind, ids in found.items()}


def _journal_rules(before: World, after: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    """Rules between one event and the next: tiling, numbering, ends, captures, free text."""
    number = before.counters.get("invoice_number", 0)
    ends: dict[str, date] = {}
    suspended: set[str] = set()
    open_amounts: dict[str, int] = {}
    for event in events:
        match event:
            case ev.InvoiceIssued():
                number += 1
                document = event.document
                open_amounts[document.id] = document.amount_due
                if document.number != number:
                    yield "numbering_without_gaps", {"expected": number, "number": document.number}
                if document.discount > sum(line.amount for line in document.lines if line.amount > 0):
                    yield "discount_within_subtotal", {"invoice": document.id}
                components = [line.component for line in document.lines if line.kind in ("recurring", "proration")]
                if len(components) != len(set(components)):
                    yield "no_two_live_lines_overlap", {"invoice": document.id}
            case ev.SubscriptionStarted():
                ends[event.subscription.id] = event.subscription.period.end
            case ev.SubscriptionChanged():
                ends[event.subscription] = event.period.end
            case ev.SubscriptionSuspended():
                suspended.add(event.subscription)
            case ev.SubscriptionRenewed():
                known_before = before.subscriptions.get(event.subscription)
                if known_before is not None and event.subscription not in ends:
                    ends[event.subscription] = known_before.period.end
                    if known_before.status == "suspended":
                        suspended.add(event.subscription)
                expected = ends[event.subscription]
                start = event.period.start
                if start < expected:
                    yield (
                        "no_two_live_lines_overlap",
                        {"subscription": event.subscription, "start": str(start)},
                    )
                if start > expected and event.subscription not in suspended:
                    yield "periods_tile", {"subscription": event.subscription, "gap": f"{expected}..{start}"}
                suspended.discard(event.subscription)
                ends[event.subscription] = event.period.end
                ended = after.subscriptions[event.subscription].ended_at
                if ended is not None and ended < event.at:
                    yield "no_period_beyond_the_end", {"subscription": event.subscription}
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


def _payment(payment: Payment) -> Iterator[Broken]:
    if not 0 <= payment.refunded <= payment.captured:
        facts = {"payment": payment.id, "refunded": payment.refunded, "captured": payment.captured}
        yield "refunded_within_captured", facts


def _invoice(world: World, invoice: Invoice) -> Iterator[Broken]:
    document = invoice.document
    if invoice.noted > max(0, document.total):
        yield "credit_notes_within_invoice", {"invoice": document.id, "noted": invoice.noted}
    if invoice.noted != sum(invoice.line_credits):
        yield "credit_notes_lie_on_lines", {"invoice": document.id}
    if any(invoice.rest(place) < 0 for place, line in enumerate(document.lines) if line.net > 0):
        yield "credit_within_each_line", {"invoice": document.id}
    if invoice.status != "void" and invoice.remaining < 0:
        yield "never_captures_more_than_remaining", {"invoice": document.id, "remaining": invoice.remaining}
    if (invoice.status == "paid") != (invoice.remaining == 0 and invoice.status != "void"):
        yield "paid_means_nothing_remains", {"invoice": document.id, "status": invoice.status}
    if document.amount_due != max(0, document.total - document.balance_applied):
        yield "amount_due_is_fixed_at_finalising", {"invoice": document.id}
    yield from _given_back(world, invoice)
    silent = [key for key in invoice.payments if world.payments[key].status == "unknown"]
    if invoice.unresolved != (silent[0] if silent else None):
        yield "the_oldest_unanswered_payment_is_named", {"invoice": document.id, "unanswered": silent}
    if world.customers[document.customer].balance < 0:
        yield "balance_is_never_negative", {"customer": document.customer}


def _given_back(world: World, invoice: Invoice) -> Iterator[Broken]:
    """The same money never goes back twice: not by refund and credit note, nor by refund and balance."""
    facts: dict[str, Any] = {"invoice": invoice.document.id, "paid": invoice.paid}
    left_as_money = returns.refunded(invoice) + returns.sent_outside(world, invoice)
    if returns.paid_and_kept(world, invoice) < 0 or left_as_money > invoice.paid:
        yield "given_back_within_paid", {**facts, "given_back": returns.given_back(world, invoice)}
    if sum(share.applied for share in invoice.shares) != invoice.paid:
        yield "paid_is_what_payments_put_in", facts
    for share in invoice.shares:
        beyond = returns.beyond_the_invoice(world.payments[share.payment], share)
        if not 0 <= share.returned <= share.applied or beyond < 0:
            yield "given_back_within_paid", {**facts, "payment": share.payment, "returned": share.returned}


def _subscription(subscription: Subscription) -> Iterator[Broken]:
    expected = calendar.boundary(subscription.anchor, subscription.interval, subscription.term)
    # A trial ends where it ends, and a last period is cut where the subscription ends.
    is_free = subscription.term == 0 or subscription.cancel_at is not None or subscription.ended_at is not None
    if subscription.period.end != expected and not is_free:
        facts = {
            "subscription": subscription.id,
            "end": str(subscription.period.end),
            "expected": str(expected),
        }
        yield "anchor_never_drifts", facts
    if subscription.period.days <= 0:
        yield "periods_are_not_empty", {"subscription": subscription.id}


def _books(world: World) -> Iterator[Broken]:
    """The ledger says what the documents, the payments and the balances say."""
    invoices, notes = world.invoices.values(), world.credit_notes.values()
    payments = world.payments.values()
    owed_back = sum(
        returns.beyond_the_invoice(one, returns.share_of(world.invoices[one.invoice], one.id))
        for one in payments
        if one.duplicate
    )
    unexplained = sum(returns.refunded(one) for one in invoices) - sum(note.to_refund for note in notes)
    standing = [one for one in invoices if one.status != "void"]
    taxes = sum(one.document.tax - sum(one.line_credit_taxes) for one in standing)
    worth = sum(one.document.total - one.noted for one in standing) - taxes
    rules = (
        ("deferred_revenue_is_what_documents_are_worth", "deferred_revenue", -worth),
        ("tax_payable_is_what_documents_carry", "tax_payable", -taxes),
        ("receivable_is_what_is_open", "receivable", sum(one.remaining for one in invoices if one.status == "open")),
        ("balances_are_what_is_held", "customer_balance", -sum(one.balance for one in world.customers.values())),
        (
            "write_off_is_what_was_given_up",
            "write_off",
            sum(one.remaining for one in invoices if one.status == "uncollectible"),
        ),
        ("refunds_payable_is_what_is_owed", "refunds_payable", unexplained - owed_back),
        (
            "cash_is_what_came_and_stayed",
            "cash_clearing",
            sum(one.captured - one.refunded for one in payments) - sum(note.outside for note in notes),
        ),
    )
    for name, account, expected in rules:
        if world.ledger.get(account, 0) != expected:
            yield name, {"ledger": world.ledger.get(account, 0), "expected": expected}


def _tiling(world: World, subscriptions: Iterable[str]) -> Iterator[Broken]:
    """No two lines of one component cover the same day."""
    last: dict[str, Any] = {}
    for invoice in world.invoices.values():
        if invoice.status == "void":
            continue
        for line in invoice.document.lines:
            if line.kind not in ("recurring", "proration"):
                continue
            if line.component in last and line.period.start < last[line.component]:
                yield (
                    "no_two_live_lines_overlap",
                    {"component": line.component, "invoice": invoice.document.id},
                )
            last[line.component] = line.period.end
