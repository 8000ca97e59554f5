"""Apply, for events of invoices that customers pay by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.tables import add_charge
from sandbox.engine.invoicing import Charge
from sandbox.engine.world import World, schedule, unschedule


def _sent(world: World, event: ev.InvoiceSent) -> None:
    world.invoices[event.invoice] = replace(
        world.invoices[event.invoice], slip=event.slip, payable_until=event.payable_until
    )
    schedule(world, "overdue", event.invoice, event.overdue_at)
    _remind(world, event.invoice, event.remind_at)


def _reminder_due(world: World, event: ev.SlipReminderDue) -> None:
    _remind(world, event.invoice, event.next_at)


def _remind(world: World, invoice: str, at: datetime | None) -> None:
    unschedule(world, "slip_reminder", invoice)
    if at is not None:
        schedule(world, "slip_reminder", invoice, at)


def _overdue(world: World, event: ev.InvoiceOverdue) -> None:
    unschedule(world, "overdue", event.invoice)
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], first_failure_at=event.at)


def _held(world: World, event: ev.OverdueHeld) -> None:
    unschedule(world, "overdue", event.invoice)


def _link_paid(world: World, event: ev.PaymentLinkPaid) -> None:
    world.links[event.link] = replace(world.links[event.link], payment=event.payment)


def _late_fee_added(world: World, event: ev.LateFeeAdded) -> None:
    fee = event.fee
    world.late_fees[fee.id] = fee
    add_charge(world, Charge(fee.id, fee.customer, fee.subscription, fee.amount, "", event.at))
    invoice = world.invoices[fee.invoice]
    world.invoices[fee.invoice] = replace(invoice, fined=invoice.fined + fee.principal)


HANDLERS: Final[Handlers] = {
    ev.InvoiceSent: _sent,
    ev.SlipReminderDue: _reminder_due,
    ev.InvoiceOverdue: _overdue,
    ev.OverdueHeld: _held,
    ev.PaymentLinkPaid: _link_paid,
    ev.LateFeeAdded: _late_fee_added,
}
