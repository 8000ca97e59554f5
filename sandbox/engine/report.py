"""Report: the world as `--json` prints it; amounts in minor units, days in the company's zone, revenue
computed by day.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from sandbox.engine import calendar, pricing
from sandbox.engine.invoicing import CreditNote, Invoice, InvoiceLine, Payment, Refund, bill_item, earned, recognised
from sandbox.engine.ledger import ACCOUNTS
from sandbox.engine.money import half_up
from sandbox.engine.pricing import Application, Coupon
from sandbox.engine.subscription import QueuedChange, Subscription
from sandbox.engine.world import Message, World

MONTHS_IN: Final[dict[str, Fraction]] = {
    "day": Fraction(12, 365),
    "week": Fraction(12, 52),
    "month": Fraction(1),
    "year": Fraction(12),
}


def report(world: World) -> dict[str, Any]:
    """Everything that can be expected of a company, as JSON-safe values."""
    if world.company is None:
        return {
            "now": None,
            "subscriptions": [],
            "invoices": [],
            "ledger": {},
            "events": {"count": 0, "hash": ""},
        }
    zone = world.company.timezone
    return {
        "now": _moment(world.now, zone),
        "subscriptions": [_subscription(one, zone) for one in world.subscriptions.values()],
        "invoices": [_invoice(world, one, zone) for one in world.invoices.values()],
        "credit_notes": [_credit_note(one, zone) for one in world.credit_notes.values()],
        "payments": [_payment(one, zone) for one in world.payments.values()],
        "refunds": [_refund(one, zone) for one in world.refunds.values()],
        "disputes": [],
        "balances": {one.id: one.balance for one in world.customers.values() if one.balance},
        "ledger": trial_balance(world),
        "messages": [_message(one, zone) for one in world.messages.values()],
        "links": [
            {"id": one.id, "invoice": one.invoice, "customer": one.customer, "amount": one.amount}
            for one in world.links.values()
        ],
        "cases": [],
        "charges": [
            {"id": one.id, "customer": one.customer, "subscription": one.subscription, "amount": one.amount}
            for one in world.charges.values()
        ],
        "metrics": {"mrr": monthly_recurring(world)},
        "refusals": [],
        "events": {"count": world.event_count, "hash": world.chain},
    }


def trial_balance(world: World) -> dict[str, int]:
    """Every account with something in it, debits positive; revenue is moved out of deferred day by day, as
    of now.
    """
    balances = {account: world.ledger.get(account, 0) for account in ACCOUNTS}
    earned = earned_until(world, calendar.day_of(world.now, world.require_company().timezone))
    balances["deferred_revenue"] += earned
    balances["revenue"] -= earned
    return {account: amount for account, amount in balances.items() if amount}


def earned_until(world: World, today: date) -> int:
    """Revenue recognised by the start of a day, credit notes taken off, void invoices left out."""
    return sum(_earned_on(world, invoice, today) for invoice in world.invoices.values() if invoice.status != "void")


def _earned_on(world: World, invoice: Invoice, today: date) -> int:
    """A correction takes from its lines from their first day on; unused time given back only from its own."""
    notes = [world.credit_notes[key] for key in invoice.credit_notes]
    of_unused = [note for note in notes if note.period is not None]
    taken = [whole - tax for whole, tax in zip(invoice.line_credits, invoice.line_credit_taxes, strict=True)]
    for note in of_unused:
        taken = [whole - part for whole, part in zip(taken, _worth(note), strict=True)]
    lines = zip(invoice.document.lines, taken, strict=True)
    given_back = sum(earned(sum(_worth(note)), note.period, today) for note in of_unused if note.period is not None)
    return sum(recognised(line, credited, today) for line, credited in lines) - given_back


def _worth(note: CreditNote) -> list[int]:
    """What a credit note took of each line's worth: without taxes."""
    return [amount - tax for amount, tax in zip(note.lines, note.taxes or (0,) * len(note.lines), strict=True)]


def monthly_recurring(world: World) -> int:
    """MRR in minor units: recurring amounts normalised to a month; what is free, suspended or ended does
    not count.
    """
    counted = {"active", "past_due"} if world.require_company().policy.mrr_past_due == "counts" else {"active"}
    ones = [one for one in world.subscriptions.values() if one.status in counted]
    return half_up(sum((_a_month(world, one) for one in ones), start=Fraction(0)))


def _a_month(world: World, subscription: Subscription) -> Fraction:
    """A subscription's recurring amount, normalised: without taxes, and by policy without lasting discounts."""
    interval = subscription.interval
    lines = [
        bill_item(item, world.prices[item.price], subscription.period, subscription.period.days, str(place))
        for place, item in enumerate(subscription.items)
    ]
    policy = world.require_company().policy
    if policy.mrr_discounts == "subtracted":
        found, reaches = lasting_discounts(world, subscription)
        lines = list(pricing.discount(lines, found, reaches))
    net = sum((_without_tax(world, line) for line in lines), start=Fraction(0))
    return net / (MONTHS_IN[interval.unit] * interval.count)


def _without_tax(world: World, line: InvoiceLine) -> Fraction:
    names = world.prices[line.price].tax or world.require_company().policy.tax
    contained = sum(world.taxes[name].rate for name in names if world.taxes[name].inclusive)
    return Fraction(line.net * pricing.WHOLE, pricing.WHOLE + contained)


def lasting_discounts(
    world: World, subscription: Subscription
) -> tuple[list[tuple[Application, Coupon]], dict[str, frozenset[str]]]:
    """Coupons in force today for longer than one invoice, and the components each speaks of."""
    today = calendar.day_of(world.now, world.require_company().timezone)
    found = []
    reaches = {}
    for one in world.applications.values():
        coupon = world.coupons[one.coupon]
        owners = {"customer": subscription.customer, "subscription": subscription.id}
        is_ours = (
            one.about.startswith(f"{subscription.id}/") if one.target == "item" else owners[one.target] == one.about
        )
        if is_ours and coupon.duration != "once" and pricing.in_force(one, coupon, today):
            found.append((one, coupon))
            reaches[one.id] = frozenset(
                item.component
                for item in subscription.items
                if one.target != "item" or item.component == one.about
                if not coupon.plans or world.prices[item.price].plan in coupon.plans
            )
    return sorted(found, key=lambda pair: pair[1].rate == 0), reaches


def _moment(instant: datetime | None, zone: str) -> str | None:
    return None if instant is None else calendar.local(instant, zone).isoformat()


def _subscription(one: Subscription, zone: str) -> dict[str, Any]:
    unit = one.interval.unit
    return {
        "id": one.id,
        "customer": one.customer,
        "status": one.status,
        "anchor_day": one.anchor.day if unit in ("month", "year") else None,
        "period": [one.period.start.isoformat(), one.period.end.isoformat()],
        "items": [{"component": item.component, "price": item.price, "quantity": item.quantity} for item in one.items],
        "collection": one.collection,
        "method": one.method,
        "access": one.access,
        "started_at": _moment(one.started_at, zone),
        "cancel_at": _moment(one.cancel_at, zone),
        "ended_at": _moment(one.ended_at, zone),
        "end_kind": one.end_kind,
        "unpaid": list(one.unpaid),
        "queued": _queued(one.queued),
        "trial_ends_at": _moment(one.trial_ends_at, zone),
        "pause": None
        if one.pause is None
        else {"kind": one.pause.kind, "since": _moment(one.pause.since, zone), "until": _moment(one.pause.until, zone)},
    }


def _queued(change: QueuedChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    items = [{"price": one.price, "quantity": one.quantity} for one in change.items]
    return {"items": items, "anchor": change.anchor, "anchor_day": change.anchor_day}


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind,
        "component": line.component,
        "price": line.price,
        "quantity": line.quantity,
        "period": [line.period.start.isoformat(), line.period.end.isoformat()],
        "factor": line.factor,
        "amount": line.amount,
        "discount": line.discount,
        "tax": line.tax,
        "taxes": {one.tax: one.amount for one in line.taxes},
        "coupons": list(line.coupons),
    }


def _invoice(world: World, one: Invoice, zone: str) -> dict[str, Any]:
    document = one.document
    return {
        "id": document.id,
        "number": document.number,
        "customer": document.customer,
        "subscription": document.subscription,
        "status": one.status,
        "issued": document.issued.isoformat(),
        "due": document.due.isoformat(),
        "lines": [_line(line) for line in document.lines],
        "subtotal": document.subtotal,
        "discount": document.discount,
        "tax": document.tax,
        "total": document.total,
        "balance_applied": document.balance_applied,
        "amount_due": document.amount_due,
        "paid": one.paid,
        "credited": one.credited,
        "remaining": one.remaining,
        "attempts": sum(1 for key in one.payments if world.payments[key].cause != "recorded"),
        "retry_at": _moment(one.retry_at, zone),
    }


def _credit_note(one: CreditNote, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "invoice": one.invoice,
        "issued": calendar.day_of(one.issued_at, zone).isoformat(),
        "amount": one.amount,
        "lines": list(one.lines),
        "tax": sum(one.taxes),
        "remaining": one.from_remaining,
        "balance": one.to_balance,
        "refund": one.to_refund,
        "outside": one.outside,
        "reason": one.reason,
        "approver": one.approver,
    }


def _payment(one: Payment, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "key": one.key,
        "invoice": one.invoice,
        "customer": one.customer,
        "attempt": one.attempt,
        "method": one.method,
        "rail": one.rail,
        "amount": one.amount,
        "status": one.status,
        "code": one.code,
        "response": one.response,
        "mac": one.mac,
        "wait_until": _moment(one.wait_until, zone),
        "at": _moment(one.at, zone),
        "cause": one.cause,
        "refunded": one.refunded,
        "duplicate": one.duplicate,
    }


def _refund(one: Refund, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "payment": one.payment,
        "amount": one.amount,
        "destination": one.destination,
        "reason": one.reason,
        "approver": one.approver,
        "credit_note": one.credit_note,
        "at": _moment(one.at, zone),
    }


def _message(one: Message, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "template": one.template,
        "channel": one.channel,
        "fields": dict(one.fields),
        "invoice": one.invoice,
        "at": _moment(one.at, zone),
        "actor": one.actor,
    }
