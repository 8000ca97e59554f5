"""Billing a period: lines, the document with its number, and the balance it consumes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sandbox.engine import arrears, mandates, pricing
from sandbox.engine import events as ev
from sandbox.engine.arrears import Stretch
from sandbox.engine.decide import discounting, reminding
from sandbox.engine.decide.discounting import NOTHING_AGAIN, NOTHING_GRANTED, Again, Granted
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Charge, InvoiceDocument, InvoiceLine, bill_item
from sandbox.engine.ledger import entry
from sandbox.engine.pricing import Tax
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
        renews_at=turn.end_of(period),
    )
    if reminding.is_annual(subscription.interval):
        reminding.plan(turn, subscription.id)


def issue_for_period(
    turn: Turn, subscription: Subscription, *, owed: Sequence[Stretch] = (), may_wait: bool = False
) -> str | None:
    """Issue, or draft where it may wait, the invoice of a subscription's current period and of what was used before it.

    Returns its id, or None where nothing is billed in advance and nothing has run up.
    """
    invoice_id = turn.next_id("inv", turn.world.invoices)
    whole = containing_length(turn, subscription, subscription.term)
    lines: tuple[InvoiceLine, ...] = ()
    for item in subscription.items:
        price = turn.price(item.price)
        if price.timing == "advance":
            lines += (bill_item(item, price, subscription.period, whole, f"{invoice_id}/{len(lines) + 1}"),)
    if owed:
        lines += tuple(arrears.lines(owed, turn.world.prices, invoice_id, first=len(lines) + 1))
    if not lines:
        return None
    waiting = waiting_charges(turn, subscription.customer, subscription.id)
    if waiting:
        lines += charge_lines(turn, waiting, invoice_id, first=len(lines) + 1)
    hours = turn.company.policy.draft_hours if may_wait else 0
    if not hours:
        return issue(turn, invoice_id, customer=subscription.customer, subscription=subscription.id, lines=lines)
    document = as_draft(turn, invoice_id, customer=subscription.customer, subscription=subscription.id, lines=lines)
    turn.emit(ev.InvoiceDrafted, document=document, finalise_at=turn.at + timedelta(hours=hours))
    return invoice_id


def waiting_charges(turn: Turn, customer: str, subscription: str | None) -> list[Charge]:
    """One-off amounts that the next invoice of this subscription, or of this customer alone, bills."""
    ours = turn.customer(customer).charges
    if not ours:
        return []
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
            kind="late_fee" if charge.id in turn.world.late_fees else "one_off",
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
    granted: Granted = NOTHING_GRANTED,
    again: Again = NOTHING_AGAIN,
) -> str:
    """Take off discounts, add taxes, number and finalise a document; the customer's balance pays first, a total below zero becomes balance."""
    document = _document(
        turn,
        invoice_id,
        number=turn.world.counters.get("invoice_number", 0) + 1,
        customer=customer,
        subscription=subscription,
        lines=lines,
        granted=granted,
        again=again,
        balance=turn.customer(customer).balance,
    )
    total, to_balance = document.total, max(0, -document.total)
    late = sum(line.gross for line in document.lines if line.kind == "late_fee")
    postings = entry(
        ("receivable", document.amount_due),
        ("customer_balance", document.balance_applied - to_balance),
        ("deferred_revenue", document.tax + late - total),
        ("tax_payable", -document.tax),
        ("late_fees", -late),
    )
    turn.emit(ev.InvoiceIssued, document=document, postings=postings)
    return invoice_id


def as_draft(
    turn: Turn, invoice_id: str, *, customer: str, subscription: str | None, lines: tuple[InvoiceLine, ...]
) -> InvoiceDocument:
    """What an invoice comes to as things stand: no number, and no balance touched."""
    return _document(
        turn,
        invoice_id,
        number=0,
        customer=customer,
        subscription=subscription,
        lines=lines,
        granted=NOTHING_GRANTED,
        balance=0,
    )


def _document(
    turn: Turn,
    invoice_id: str,
    *,
    number: int,
    customer: str,
    subscription: str | None,
    lines: tuple[InvoiceLine, ...],
    granted: Granted,
    again: Again = NOTHING_AGAIN,
    balance: int,
) -> InvoiceDocument:
    lines = discounting.discounted(
        turn, lines, customer=customer, subscription=subscription, granted=granted, again=again
    )
    if turn.world.taxes:
        rates = [discounting.taxes_of(turn, line) for line in lines]
        fixed = _taxes_given_back(turn, lines, rates, again) if any(rates) else pricing.NOTHING
        lines = pricing.tax(lines, rates, rounding=turn.company.policy.tax_rounding, fixed=fixed)
    subtotal = discount = taxes = total = 0
    for line in lines:
        subtotal += line.amount
        discount += line.discount
        taxes += line.tax
        total += line.gross
    applied = min(balance, max(0, total))
    return InvoiceDocument(
        id=invoice_id,
        number=number,
        customer=customer,
        subscription=subscription,
        issued_at=turn.at,
        issued=turn.today,
        due=_due_day(turn, customer, subscription),
        lines=lines,
        subtotal=subtotal,
        discount=discount,
        tax=taxes,
        total=total,
        balance_applied=applied,
        amount_due=max(0, total - applied),
    )


def _taxes_given_back(
    turn: Turn, lines: Sequence[InvoiceLine], rates: Sequence[Sequence[Tax]], again: Again
) -> dict[int, Sequence[int]]:
    """By place, tax by tax: what each credit for unused time takes back from the line it credits, and what was taken back
    earlier today of a line that is charged again.
    """
    found: dict[int, Sequence[int]] = {}
    earlier: dict[str, tuple[int, int]] = {}
    for place, (line, taxes) in enumerate(zip(lines, rates, strict=True)):
        back = again.get(line.component) if line.is_charge else None
        if back is not None and line.net == back.net and set(back.taxes) == {one.id for one in taxes}:
            found[place] = [back.taxes[one.id] for one in taxes]
        if not line.of or not taxes:
            continue
        invoice_id, _, number = line.of.rpartition("/")
        invoice, position = turn.invoice(invoice_id), int(number) - 1
        net, taken = earlier.get(line.of, (0, 0))
        net_left, tax_left = invoice.rest_net(position) - net, invoice.rest_tax(position) - taken
        charged = invoice.document.lines[position]
        if (-line.net, tax_left) == (charged.net, charged.tax):
            amount, found[place] = tax_left, [-part.amount for part in charged.taxes]
        else:
            amount = pricing.tax_to_give_back(-line.net, taxes, net_left=net_left, tax_left=tax_left)
            found[place] = pricing.split(-amount, line.net, taxes)
        earlier[line.of] = net - line.net, taken + amount
    return found


def _due_day(turn: Turn, customer: str, subscription_id: str | None) -> date:
    """A sent invoice may be paid for some days; others are due as their rail collects them."""
    subscription = turn.world.subscriptions.get(subscription_id or "")
    if subscription is not None and subscription.collection == "send":
        return turn.today + timedelta(days=subscription.days_to_pay)
    return mandates.due_day(turn.world, customer, subscription_id, turn.today)
