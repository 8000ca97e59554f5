"""Tables: what several areas do to an owned world's records."""

from __future__ import annotations

from msgspec.structs import replace

from sandbox.engine.invoicing import Charge, Invoice, InvoiceStatus
from sandbox.engine.world import World, unschedule


def stop_dunning(world: World, subscription_id: str) -> None:
    for kind in ("final_notice", "suspend", "dunning_cancel"):
        unschedule(world, kind, subscription_id)


def add_balance(world: World, customer_id: str, amount: int) -> None:
    customer = world.customers[customer_id]
    world.customers[customer_id] = replace(customer, balance=customer.balance + amount)


def add_charge(world: World, charge: Charge) -> None:
    """A one-off amount waits for its customer's next invoice."""
    world.charges[charge.id] = charge
    customer = world.customers[charge.customer]
    world.customers[customer.id] = replace(customer, charges=(*customer.charges, charge.id))
    world.counters["charge"] = world.counters.get("charge", 0) + 1


def close(world: World, invoice: Invoice, status: InvoiceStatus) -> None:
    """An invoice that wants no more money leaves the agenda and its subscription's list of debts."""
    put_away(world, replace(invoice, status=status, retry_at=None))


def put_away(world: World, invoice: Invoice) -> None:
    """As `close`, for an invoice that is closed already."""
    document = invoice.document
    one = document.id
    unschedule(world, "retry", one)
    if invoice.slip is not None:
        unschedule(world, "overdue", one)
        unschedule(world, "slip_reminder", one)
    world.invoices[one] = invoice
    if document.subscription is not None:
        subscription = world.subscriptions[document.subscription]
        if one in subscription.unpaid:
            left = without(subscription.unpaid, one)
            world.subscriptions[subscription.id] = replace(subscription, unpaid=left)


def without(names: tuple[str, ...], gone: str) -> tuple[str, ...]:
    """The names but one, which is among them."""
    place = names.index(gone)
    return (*names[:place], *names[place + 1 :])
