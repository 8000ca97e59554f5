"""Desk: the collections queue, read from the world: what is owed, what was answered, and what the network
allows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from sandbox.engine import calendar, collection, mandates
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.subscription import Method
from sandbox.engine.world import World

Advice = Literal["wait", "new_method", "look_up", "customer_confirms", "limit_reached", "retry_set", "may_retry"]


class QueueRow(Struct, frozen=True):
    """One open invoice that was not paid at its first attempt; `until` is the end of a wait or the retry's
    moment.
    """

    invoice: str
    number: int
    customer: str
    subscription: str | None
    prices: tuple[str, ...]
    remaining: int
    failed_at: datetime | None
    attempts: int
    last: Payment | None
    method: Method | None
    advice: Advice
    until: datetime | None


def collections_queue(world: World) -> list[QueueRow]:
    """Every open invoice, in order of issue, with what can be done about it now."""
    return [_row(world, one) for one in world.invoices.values() if one.status == "open" and not _may_still_be_paid(one)]


def _may_still_be_paid(invoice: Invoice) -> bool:
    """Sent to the customer, and not late yet."""
    return invoice.slip is not None and invoice.first_failure_at is None


def _row(world: World, invoice: Invoice) -> QueueRow:
    document = invoice.document
    tried = [
        world.payments[key] for key in invoice.payments if world.payments[key].cause not in ("recorded", "duplicate")
    ]
    method = collection.method_for(world, invoice)
    advice, until = _advice(world, invoice, method, tried)
    return QueueRow(
        invoice=document.id,
        number=document.number,
        customer=document.customer,
        subscription=document.subscription,
        prices=tuple(line.price for line in document.lines),
        remaining=invoice.remaining,
        failed_at=invoice.first_failure_at,
        attempts=len(tried),
        last=tried[-1] if tried else None,
        method=method,
        advice=advice,
        until=until,
    )


def _advice(
    world: World, invoice: Invoice, method: Method | None, tried: list[Payment]
) -> tuple[Advice, datetime | None]:
    if invoice.unresolved is not None:
        return "look_up", None
    if method is None or method.refused is not None:
        return "new_method", None
    announced = mandates.announced(world, invoice.document.id)
    if announced is not None and announced.status == "scheduled":
        return "retry_set", calendar.start_of_day(announced.debit_on, world.require_company().timezone)
    if invoice.retry_at is not None:
        return "retry_set", invoice.retry_at
    wait = collection.waits_until(world, invoice, method, world.now)
    if wait is not None:
        return "wait", wait
    if tried and tried[-1].severity == "authentication":
        return "customer_confirms", None
    today = collection.company_day(world, world.now)
    if collection.limit_reached(world, invoice, method, at=world.now, today=today) is not None:
        return "limit_reached", None
    return "may_retry", None
