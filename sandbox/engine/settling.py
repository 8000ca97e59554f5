"""Settling: what the events of invoices, payments and money given back do to an owned world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.invoicing import Invoice, InvoiceLine, InvoiceStatus, Payment, Share
from sandbox.engine.returns import beyond_the_invoice, share_of
from sandbox.engine.world import LineRef, PaymentLink, World, schedule, unschedule


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
    for application in {name for line in document.lines for name in line.coupons}:
        known = world.applications[application]
        world.applications[application] = replace(known, spent=known.spent + 1)
    world.counters["invoice_number"] = document.number
    for position, line in enumerate(document.lines):
        if line.is_charge:
            world.live[line.component] = LineRef(document.id, position)
        elif line.of:
            _give_back_unused(world, line)
        elif line.charge:
            del world.charges[line.charge]
    to_balance = max(0, -document.total) - document.balance_applied
    if to_balance:
        _add_balance(world, document.customer, to_balance)
    if document.subscription is not None and not settled:
        subscription = world.subscriptions[document.subscription]
        world.subscriptions[subscription.id] = replace(subscription, unpaid=(*subscription.unpaid, document.id))


def _give_back_unused(world: World, line: InvoiceLine) -> None:
    invoice_id, _, number = line.of.rpartition("/")
    invoice, position = world.invoices[invoice_id], int(number) - 1
    unused = (
        *invoice.line_unused[:position],
        invoice.line_unused[position] - line.net,
        *invoice.line_unused[position + 1 :],
    )
    taxes = list(invoice.line_unused_taxes)
    taxes[position] -= line.tax
    world.invoices[invoice_id] = replace(invoice, line_unused=unused, line_unused_taxes=tuple(taxes))


def _add_balance(world: World, customer_id: str, amount: int) -> None:
    customer = world.customers[customer_id]
    world.customers[customer_id] = replace(customer, balance=customer.balance + amount)


def _close(world: World, invoice: Invoice) -> None:
    """An invoice that wants no more money leaves the agenda and its subscription's list of debts."""
    unschedule(world, "retry", invoice.document.id)
    world.invoices[invoice.document.id] = replace(invoice, retry_at=None)
    if invoice.document.subscription is not None:
        subscription = world.subscriptions[invoice.document.subscription]
        if invoice.document.id in subscription.unpaid:
            left = tuple(one for one in subscription.unpaid if one != invoice.document.id)
            world.subscriptions[subscription.id] = replace(subscription, unpaid=left)


def _take_money(world: World, invoice: Invoice, payment: Payment, amount: int) -> None:
    paid = replace(invoice, paid=invoice.paid + amount, shares=(*invoice.shares, Share(payment.id, amount)))
    world.invoices[paid.document.id] = paid
    if amount and paid.remaining == 0:
        _close(world, replace(paid, status="paid"))


def _attempted(world: World, event: ev.PaymentAttempted) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    if payment.method is not None:
        method = world.methods[payment.method]
        gone = payment.response if payment.severity in ("hard", "expired") else method.refused
        world.methods[method.id] = replace(method, cursor=event.cursor, refused=gone)
    invoice = world.invoices[payment.invoice]
    invoice = replace(invoice, payments=(*invoice.payments, payment.id))
    if payment.cause == "retry":
        # An attempt by hand leaves the retry somebody set where it is.
        unschedule(world, "retry", payment.invoice)
        invoice = replace(invoice, retry_at=None)
    if payment.status == "declined" and invoice.first_failure_at is None:
        invoice = replace(invoice, first_failure_at=payment.at)
    elif payment.status == "unknown" and invoice.unresolved is None:
        invoice = replace(invoice, unresolved=payment.id)
    world.invoices[payment.invoice] = invoice
    if payment.status == "settled":
        _take_money(world, invoice, payment, payment.amount)


def _collection_failed(world: World, event: ev.CollectionFailed) -> None:
    invoice = world.invoices[event.invoice]
    if invoice.first_failure_at is None:
        world.invoices[event.invoice] = replace(invoice, first_failure_at=event.at)


def _look_up_scheduled(world: World, event: ev.LookUpScheduled) -> None:
    schedule(world, "look_up", event.payment, event.due)


def _looked_up(world: World, event: ev.PaymentLookedUp) -> None:
    unschedule(world, "look_up", event.payment)
    payment = world.payments[event.payment]
    world.payments[payment.id] = _resolved(payment, event)
    invoice = world.invoices[payment.invoice]
    silent = (key for key in invoice.payments if world.payments[key].status == "unknown")
    invoice = replace(invoice, unresolved=next(silent, None))
    if event.found == "lost" and invoice.first_failure_at is None:
        invoice = replace(invoice, first_failure_at=payment.at)
    world.invoices[payment.invoice] = invoice
    if event.found == "settled":
        _take_money(world, invoice, payment, event.applied)


def _resolved(payment: Payment, event: ev.PaymentLookedUp) -> Payment:
    if event.found == "lost":
        return replace(payment, status="lost")
    # The gateway took the money when it was asked, not when it was looked up.
    return replace(payment, status="settled", settled_at=payment.at, duplicate=event.owed_back > 0)


def _recorded(world: World, event: ev.PaymentRecorded) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    invoice = world.invoices[payment.invoice]
    _take_money(world, replace(invoice, payments=(*invoice.payments, payment.id)), payment, event.applied)
    if event.to_balance:
        _add_balance(world, payment.customer, event.to_balance)


def _retry_scheduled(world: World, event: ev.RetryScheduled) -> None:
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], retry_at=event.due)
    schedule(world, "retry", event.invoice, event.due)


def _retry_dropped(world: World, event: ev.RetryDropped) -> None:
    unschedule(world, "retry", event.invoice)
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], retry_at=None)


def _link_sent(world: World, event: ev.PaymentLinkSent) -> None:
    world.links[event.link] = PaymentLink(
        event.link, event.invoice, event.customer, event.channel, event.amount, event.at
    )


def _refunded(world: World, event: ev.RefundMade) -> None:
    refund = event.refund
    world.refunds[refund.id] = refund
    payment = world.payments[refund.payment]
    invoice = world.invoices[payment.invoice]
    # A credit note gives back the invoice's own money; without one, what was captured twice goes first.
    owed = 0
    if payment.duplicate and refund.credit_note is None:
        owed = min(refund.amount, beyond_the_invoice(payment, share_of(invoice, payment.id)))
    world.payments[payment.id] = replace(payment, refunded=payment.refunded + refund.amount)
    _return_share(world, invoice, payment.id, refund.amount - owed)


def _return_share(world: World, invoice: Invoice, payment_id: str, amount: int) -> None:
    shares = tuple(
        replace(share, returned=share.returned + amount) if share.payment == payment_id else share
        for share in invoice.shares
    )
    world.invoices[invoice.document.id] = replace(invoice, shares=shares)


def _balance_refunded(world: World, event: ev.BalanceRefunded) -> None:
    invoice = world.invoices[world.payments[event.payment].invoice]
    _return_share(world, invoice, event.payment, -event.amount)
    _add_balance(world, event.customer, -event.amount)


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
        _close(world, replace(invoice, status="paid"))
    if note.to_balance:
        _add_balance(world, invoice.document.customer, note.to_balance)


def _voided(world: World, event: ev.InvoiceVoided) -> None:
    invoice = world.invoices[event.invoice]
    _close(world, replace(invoice, status="void"))
    if event.balance_returned:
        _add_balance(world, invoice.document.customer, event.balance_returned)


def _uncollectible(world: World, event: ev.InvoiceUncollectible) -> None:
    _close(world, replace(world.invoices[event.invoice], status="uncollectible"))


def _balance_granted(world: World, event: ev.BalanceGranted) -> None:
    _add_balance(world, event.customer, event.amount)
    customer = world.customers[event.customer]
    world.customers[customer.id] = replace(customer, granted=customer.granted + event.amount)


# Each handler takes exactly the event type it is listed under, which a mapping's type cannot say.
SETTLING: Final[dict[type[ev.Base], Callable[[World, Any], World | None]]] = {
    ev.InvoiceIssued: _issued,
    ev.PaymentAttempted: _attempted,
    ev.PaymentLookedUp: _looked_up,
    ev.PaymentRecorded: _recorded,
    ev.CollectionFailed: _collection_failed,
    ev.LookUpScheduled: _look_up_scheduled,
    ev.RetryScheduled: _retry_scheduled,
    ev.RetryDropped: _retry_dropped,
    ev.PaymentLinkSent: _link_sent,
    ev.RefundMade: _refunded,
    ev.BalanceRefunded: _balance_refunded,
    ev.CreditNoteIssued: _credit_note_issued,
    ev.InvoiceVoided: _voided,
    ev.InvoiceUncollectible: _uncollectible,
    ev.BalanceGranted: _balance_granted,
}
