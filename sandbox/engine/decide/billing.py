"""Billing a period: lines, the document with its number, and the balance it consumes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sandbox.engine import events as ev
from sandbox.engine import pricing
from sandbox.engine.decide import discounting
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Charge, InvoiceDocument, InvoiceLine, bill_item
from sandbox.engine.ledger import entry
from sandbox.engine.subscription import Period, Subscription


def containing_length(turn: Turn, subscription: Subscription, term: int) -> int:
    """The real length, in days or seconds, of the whole period that ends on boundary `term`."""
    return turn.whole_period(subscription.anchor, subscription.interval, term).length


def renew_into(turn: Turn, subscription: Subscription, *, period: Period, term: int) -> None:
    """Move a subscription into its next period."""
    turn.emit(
        ev.SubscriptionRenewed,
        subscription=subscription.id,
        period=period,
        term=term,
        renews_at=turn.moment(period.last),
    )


def issue_for_period(turn: Turn, subscription: Subscription) -> str:
    """Issue the invoice of a subscription's current period; returns its id."""
    invoice_id = turn.next_id("inv", turn.world.invoices)
    whole = containing_length(turn, subscription, subscription.term)
    lines = tuple(
        bill_item(item, turn.price(item.price), subscription.period, whole, f"{invoice_id}/{position}")
        for position, item in enumerate(subscription.items, start=1)
    )
    waiting = waiting_charges(turn, subscription.customer, subscription.id)
    if waiting:
        lines += charge_lines(turn, waiting, invoice_id, first=len(lines) + 1)
    return issue(turn, invoice_id, customer=subscription.customer, subscription=subscription.id, lines=lines)


def waiting_charges(turn: Turn, customer: str, subscription: str | None) -> list[Charge]:
    """One-off amounts that the next invoice of this subscription, or of this customer alone, bills."""
    ours = turn.customer(customer).charges
    return [
        one
        for one in map(turn.world.charges.__getitem__, ours)
        if one.subscription is None or one.subscription == subscription
    ]


def charge_lines(turn: Turn, charges: Sequence[Charge], invoice_id: str, *, first: int) -> tuple[InvoiceLine, ...]:
    """A line for each charge, earned the day it is billed."""
    return tuple(
        InvoiceLine(
            id=f"{invoice_id}/{position}",
            kind="one_off",
            component=charge.id,
            price="",
            quantity=1,
            unit_amount=charge.amount,
            period=Period(turn.today, turn.today),
            factor="1/1",
            amount=charge.amount,
            charge=charge.id,
        )
        for position, charge in enumerate(charges, start=first)
    )


def issue(
    turn: Turn,
    invoice_id: str,
    *,
    customer: str,
    subscription: str | None,
    lines: tuple[InvoiceLine, ...],
    granted: Collection[str] = (),
) -> str:
    """Take off discounts, add taxes, number and finalise a document at once; the customer's balance pays first, a total below zero becomes balance."""
    lines = discounting.discounted(turn, lines, customer=customer, subscription=subscription, granted=granted)
    rates = [discounting.taxes_of(turn, line) for line in lines]
    lines = pricing.tax(lines, rates, rounding=turn.company.policy.tax_rounding)
    subtotal = discount = taxes = total = 0
    for line in lines:
        subtotal += line.amount
        discount += line.discount
        taxes += line.tax
        total += line.gross
    applied = min(turn.customer(customer).balance, max(0, total))
    to_balance = max(0, -total)
    document = InvoiceDocument(
        id=invoice_id,
        number=turn.world.counters.get("invoice_number", 0) + 1,
        customer=customer,
        subscription=subscription,
        issued_at=turn.at,
        issued=turn.today,
        due=turn.today,
        lines=lines,
        subtotal=subtotal,
        discount=discount,
        tax=taxes,
        total=total,
        balance_applied=applied,
        amount_due=max(0, total - applied),
    )
    postings = entry(
        ("receivable", document.amount_due),
        ("customer_balance", applied - to_balance),
        ("deferred_revenue", taxes - total),
        ("tax_payable", -taxes),
    )
    turn.emit(ev.InvoiceIssued, document=document, postings=postings)
    return invoice_id
