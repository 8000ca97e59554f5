"""Apply, for events of documents: charges, invoices, credit notes and balance."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.tables import add_balance, add_charge, close, without
from sandbox.engine.invoicing import Invoice, InvoiceLine, InvoiceStatus
from sandbox.engine.world import LineRef, World, unschedule


def _charge_added(world: World, event: ev.ChargeAdded) -> None:
    add_charge(world, event.charge)


def _issued(world: World, event: ev.InvoiceIssued) -> None:
    document = event.document
    settled = document.amount_due == 0
    none = (0,) * len(document.lines)
    status: InvoiceStatus = "paid" if settled else "open"
    world.invoices[document.id] = Invoice(
        document,
        status,
        line_credits=none,
        line_credit_taxes=none,
        line_unused=none,
        line_unused_taxes=none,
    )
    if document.discount:
        for application in {name for line in document.lines if line.discount for name in line.coupons}:
            known = world.applications[application]
            world.applications[application] = replace(known, spent=known.spent + 1)
    world.counters["invoice_number"] = document.number
    if not world.customers[document.customer].bought:
        world.customers[document.customer] = replace(world.customers[document.customer], bought=True)
    if document.subscription is not None and world.drafts.get(document.subscription) == document.id:
        del world.drafts[document.subscription]
        unschedule(world, "finalise", document.id)
    for position, line in enumerate(document.lines):
        if line.is_charge:
            # What was billed afterwards, or was over before its draft was finalised, leaves nothing to give back.
            if line.period.until > document.issued_at if line.period.until else line.period.end > document.issued:
                world.live[line.component] = LineRef(document.id, position)
        elif line.of:
            _give_back_unused(world, line, document.id)
        elif line.charge:
            _charge_billed(world, line.charge)
    to_balance = max(0, -document.total) - document.balance_applied
    if to_balance:
        add_balance(world, document.customer, to_balance)
    if document.subscription is not None and not settled:
        subscription = world.subscriptions[document.subscription]
        world.subscriptions[subscription.id] = replace(subscription, unpaid=(*subscription.unpaid, document.id))


def _charge_billed(world: World, charge: str) -> None:
    customer = world.customers[world.charges.pop(charge).customer]
    world.customers[customer.id] = replace(customer, charges=without(customer.charges, charge))


def _give_back_unused(world: World, line: InvoiceLine, by: str) -> None:
    invoice_id, _, number = line.of.rpartition("/")
    invoice, position = world.invoices[invoice_id], int(number) - 1
    unused = (
        *invoice.line_unused[:position],
        invoice.line_unused[position] - line.net,
        *invoice.line_unused[position + 1 :],
    )
    taxes = list(invoice.line_unused_taxes)
    taxes[position] -= line.tax
    carried_by = invoice.carried_by if by in invoice.carried_by else (*invoice.carried_by, by)
    world.invoices[invoice_id] = replace(
        invoice, line_unused=unused, line_unused_taxes=tuple(taxes), carried_by=carried_by
    )


def _credit_note_issued(world: World, event: ev.CreditNoteIssued) -> None:
    note = event.note
    world.credit_notes[note.id] = note
    invoice = world.invoices[note.invoice]
    invoice = replace(
        invoice,
        credited=invoice.credited + note.from_remaining,
        noted=invoice.noted + note.amount,
        credit_notes=(*invoice.credit_notes, note.id),
        line_credits=tuple(before + more for before, more in zip(invoice.line_credits, note.lines, strict=True)),
        line_credit_taxes=tuple(
            before + more
            for before, more in zip(invoice.line_credit_taxes, note.taxes or (0,) * len(note.lines), strict=True)
        ),
    )
    world.invoices[note.invoice] = invoice
    if note.from_remaining and invoice.remaining == 0:
        close(world, invoice, "paid")
    if note.to_balance:
        add_balance(world, invoice.document.customer, note.to_balance)


def _voided(world: World, event: ev.InvoiceVoided) -> None:
    invoice = world.invoices[event.invoice]
    close(world, invoice, "void")
    if event.balance_returned:
        add_balance(world, invoice.document.customer, event.balance_returned)


def _uncollectible(world: World, event: ev.InvoiceUncollectible) -> None:
    close(world, world.invoices[event.invoice], "uncollectible")


def _balance_granted(world: World, event: ev.BalanceGranted) -> None:
    add_balance(world, event.customer, event.amount)
    customer = world.customers[event.customer]
    alone = event.amount if event.approver is None else 0
    world.customers[customer.id] = replace(
        customer, granted=customer.granted + event.amount, granted_alone=customer.granted_alone + alone
    )


HANDLERS: Final[Handlers] = {
    ev.ChargeAdded: _charge_added,
    ev.InvoiceIssued: _issued,
    ev.CreditNoteIssued: _credit_note_issued,
    ev.InvoiceVoided: _voided,
    ev.InvoiceUncollectible: _uncollectible,
    ev.BalanceGranted: _balance_granted,
}
