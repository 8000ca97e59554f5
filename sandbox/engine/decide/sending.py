"""Sending, decided: slips and their due days, the régua's reminders, links that are paid, and late fees."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sandbox.engine import calendar, collection, sending
from sandbox.engine import events as ev
from sandbox.engine.decide import dunning
from sandbox.engine.decide.reaching_payers import reach
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice
from sandbox.engine.sending import LateFee
from sandbox.engine.subscription import ENDED


def send(turn: Turn, invoice: Invoice) -> None:
    """Nothing is attempted: the customer is given a boleto with its Pix code and a day."""
    document = invoice.document
    # Where collecting was paused over the due day, the customer still has today.
    late = max(document.due, turn.today) + timedelta(days=1)
    until = sending.payable_until(document.due, turn.company.holidays)
    turn.emit(
        ev.InvoiceSent,
        invoice=document.id,
        slip=f"slip-{document.id}",
        due=document.due,
        payable_until=until,
        overdue_at=turn.midnight(late),
        remind_at=_next_reminder(turn, document.due),
    )
    facts: dict[str, str | int] = {"slip": f"slip-{document.id}"}
    _tell(turn, turn.invoice(document.id), "invoice_sent", facts)
    reach(turn, document.customer, "slip", document.id)


def _tell(turn: Turn, invoice: Invoice, template: str, facts: dict[str, str | int]) -> None:
    if turn.company.policy.automation == "off":
        return
    document = invoice.document
    fields = {"amount": invoice.remaining, "due_on": document.due.isoformat(), **facts}
    tell(turn, customer=document.customer, template=template, channel="email", fields=fields, invoice=document.id)


def _next_reminder(turn: Turn, due: date) -> datetime | None:
    """The first day of the policy that is still ahead."""
    days = (turn.midnight(due + timedelta(days=one)) for one in turn.company.policy.reminders)
    return min((day for day in days if day > turn.at), default=None)


def remind(turn: Turn, invoice_id: str) -> None:
    """The régua's reminder: before the due day, on it, or after; none while collecting is paused or all has ended."""
    invoice = turn.invoice(invoice_id)
    turn.emit(ev.SlipReminderDue, invoice=invoice_id, next_at=_next_reminder(turn, invoice.document.due))
    if not collection.is_paused(turn.world, invoice) and not _has_ended(turn, invoice):
        _tell(turn, invoice, "payment_due" if turn.today <= invoice.document.due else "payment_overdue", {})


def _has_ended(turn: Turn, invoice: Invoice) -> bool:
    subscription = invoice.document.subscription
    return subscription is not None and turn.subscription(subscription).status in ENDED


def fall_due(turn: Turn, invoice_id: str) -> None:
    """The end of the due day: what is not paid is late, and dunning counts from here."""
    if collection.is_paused(turn.world, turn.invoice(invoice_id)):
        turn.emit(ev.OverdueHeld, invoice=invoice_id)
        return
    turn.emit(ev.InvoiceOverdue, invoice=invoice_id)
    dunning.after_failure(turn, invoice_id, severity="overdue")


def go_on(turn: Turn, invoice_id: str) -> None:
    """Collecting is resumed: what was not sent yet is sent, what fell due meanwhile is late from here."""
    invoice = turn.invoice(invoice_id)
    if invoice.status != "open" or invoice.first_failure_at is not None:
        return
    if invoice.slip is None:
        send(turn, invoice)
    elif f"overdue:{invoice_id}" not in turn.world.scheduled:
        fall_due(turn, invoice_id)


def add_late_fee(turn: Turn, invoice_id: str, payment_id: str, applied: int, received_at: datetime) -> None:
    """Paid after the last day without a fine: fine and interest, by policy, wait for the next invoice."""
    invoice = turn.invoice(invoice_id)
    terms = turn.company.policy.late_terms
    if terms is None or invoice.payable_until is None:
        return
    day = calendar.day_of(received_at, turn.company.timezone)
    principal = min(applied, sending.principal_left(invoice))
    if day <= invoice.payable_until or principal <= 0:
        return
    days = (day - invoice.document.due).days
    fine, interest = sending.cost_of(terms, principal, days)
    if not fine + interest:
        return
    number = turn.world.counters.get("charge", 0) + 1
    while f"charge-{number}" in turn.world.charges or f"charge-{number}" in turn.world.late_fees:
        number += 1
    subscription = invoice.document.subscription
    fee = LateFee(
        id=f"charge-{number}",
        customer=invoice.document.customer,
        # What ended issues no next invoice: the fee waits for any of the customer's.
        subscription=None if _has_ended(turn, invoice) else subscription,
        invoice=invoice_id,
        payment=payment_id,
        principal=principal,
        days=days,
        fine=fine,
        interest=interest,
    )
    turn.emit(ev.LateFeeAdded, fee=fee)
