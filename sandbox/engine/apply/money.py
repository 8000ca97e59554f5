"""Apply, for events of money: attempts, receipts, retries and refunds."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.tables import add_balance, put_away
from sandbox.engine.gateway import RefundScript
from sandbox.engine.invoicing import Invoice, Payment, Share
from sandbox.engine.returns import beyond_the_invoice, share_of
from sandbox.engine.world import World, schedule, unschedule


def take_money(world: World, invoice: Invoice, payment: Payment, amount: int, *, is_new: bool = False) -> None:
    """Put so much of a payment on its invoice; of one that `is_new` the invoice has not heard yet."""
    paid, shares = invoice.paid + amount, (*invoice.shares, Share(payment.id, amount))
    payments = (*invoice.payments, payment.id) if is_new else invoice.payments
    if amount and amount == invoice.remaining:
        closed = replace(invoice, status="paid", retry_at=None, paid=paid, shares=shares, payments=payments)
        put_away(world, closed)
    else:
        world.invoices[payment.invoice] = replace(invoice, paid=paid, shares=shares, payments=payments)


def _attempted(world: World, event: ev.PaymentAttempted) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    if payment.method is not None:
        method = world.methods[payment.method]
        gone = payment.response if payment.severity in ("hard", "expired") else method.refused
        if (event.cursor, gone) != (method.cursor, method.refused):
            world.methods[method.id] = replace(method, cursor=event.cursor, refused=gone)
    invoice = world.invoices[payment.invoice]
    if payment.cause == "retry":
        # An attempt by hand leaves the retry somebody set where it is.
        unschedule(world, "retry", payment.invoice)
        invoice = replace(invoice, retry_at=None)
    if payment.status == "settled":
        take_money(world, invoice, payment, payment.amount, is_new=True)
        return
    invoice = replace(invoice, payments=(*invoice.payments, payment.id))
    if payment.status == "declined" and invoice.first_failure_at is None and invoice.slip is None:
        invoice = replace(invoice, first_failure_at=payment.at)
    elif payment.status == "unknown" and invoice.unresolved is None:
        invoice = replace(invoice, unresolved=payment.id)
    world.invoices[payment.invoice] = invoice


def _collection_failed(world: World, event: ev.CollectionFailed) -> None:
    invoice = world.invoices[event.invoice]
    if invoice.first_failure_at is None:
        world.invoices[event.invoice] = replace(invoice, first_failure_at=event.at)


def _look_up_scheduled(world: World, event: ev.LookUpScheduled) -> None:
    schedule(world, "look_up", event.payment, event.due)


def _looked_up(world: World, event: ev.PaymentLookedUp) -> None:
    payment = world.payments[event.payment]
    world.payments[payment.id] = _resolved(payment, event)
    is_answered(world, payment.id)
    invoice = world.invoices[payment.invoice]
    if event.found == "lost" and invoice.first_failure_at is None:
        world.invoices[payment.invoice] = replace(invoice, first_failure_at=payment.at)
    if event.found == "settled":
        take_money(world, invoice, payment, event.applied)


def is_answered(world: World, payment_id: str) -> None:
    """An attempt got its answer: nobody asks for it any more, and its invoice names the next silent one."""
    unschedule(world, "look_up", payment_id)
    invoice = world.invoices[world.payments[payment_id].invoice]
    silent = (key for key in invoice.payments if world.payments[key].status == "unknown")
    world.invoices[invoice.document.id] = replace(invoice, unresolved=next(silent, None))


def _resolved(payment: Payment, event: ev.PaymentLookedUp) -> Payment:
    if event.found == "lost":
        return replace(payment, status="lost")
    # The gateway took the money when it was asked, not when it was looked up.
    return replace(payment, status="settled", settled_at=payment.at, duplicate=event.owed_back > 0)


def _recorded(world: World, event: ev.PaymentRecorded) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    invoice = world.invoices[payment.invoice]
    take_money(world, invoice, payment, event.applied, is_new=True)
    if event.to_balance:
        add_balance(world, payment.customer, event.to_balance)


def _fee_charged(world: World, event: ev.NetworkFeeCharged) -> None:
    world.network_fees[event.fee.payment] = event.fee


def _retry_scheduled(world: World, event: ev.RetryScheduled) -> None:
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], retry_at=event.due)
    schedule(world, "retry", event.invoice, event.due)


def _retry_dropped(world: World, event: ev.RetryDropped) -> None:
    unschedule(world, "retry", event.invoice)
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], retry_at=None)


def _refunded(world: World, event: ev.RefundMade) -> None:
    refund = event.refund
    world.refunds[refund.id] = refund
    payment = world.payments[refund.payment]
    invoice = world.invoices[payment.invoice]
    if refund.fails_at is not None:
        schedule(world, "refund_failure", refund.id, refund.fails_at)
    _count_refund(world, payment)
    # What makes a failed refund anew was counted when it was first made.
    amount = refund.amount - refund.repays
    if refund.repays:
        world.owed[payment.id] -= refund.repays
    # A credit note gives back the invoice's own money; without one, what was captured twice goes first.
    owed = 0
    if payment.duplicate and refund.credit_note is None:
        owed = min(amount, beyond_the_invoice(world, payment, share_of(invoice, payment.id)))
    world.payments[payment.id] = replace(payment, refunded=payment.refunded + amount)
    _return_share(world, invoice, payment.id, amount - owed)


def _count_refund(world: World, payment: Payment) -> None:
    script = world.refund_scripts.get(payment.method or "")
    if script is not None and payment.method is not None:
        world.refund_scripts[payment.method] = replace(script, cursor=script.cursor + 1)


def _refund_failed(world: World, event: ev.RefundFailed) -> None:
    unschedule(world, "refund_failure", event.refund)
    world.refunds[event.refund] = replace(world.refunds[event.refund], failed_at=event.at)
    world.owed[event.payment] = world.owed.get(event.payment, 0) + event.amount


def _refunds_scripted(world: World, event: ev.RefundsScripted) -> None:
    world.refund_scripts[event.method] = RefundScript(event.entries)


def _return_share(world: World, invoice: Invoice, payment_id: str, amount: int) -> None:
    shares = tuple(
        replace(share, returned=share.returned + amount) if share.payment == payment_id else share
        for share in invoice.shares
    )
    world.invoices[invoice.document.id] = replace(invoice, shares=shares)


def _balance_refunded(world: World, event: ev.BalanceRefunded) -> None:
    invoice = world.invoices[world.payments[event.payment].invoice]
    _return_share(world, invoice, event.payment, -event.amount)
    add_balance(world, event.customer, -event.amount)


HANDLERS: Final[Handlers] = {
    ev.PaymentAttempted: _attempted,
    ev.PaymentLookedUp: _looked_up,
    ev.PaymentRecorded: _recorded,
    ev.CollectionFailed: _collection_failed,
    ev.LookUpScheduled: _look_up_scheduled,
    ev.RetryScheduled: _retry_scheduled,
    ev.RetryDropped: _retry_dropped,
    ev.RefundMade: _refunded,
    ev.BalanceRefunded: _balance_refunded,
    ev.RefundFailed: _refund_failed,
    ev.NetworkFeeCharged: _fee_charged,
    ev.RefundsScripted: _refunds_scripted,
}
