"""Activating: the customer confirms a payment, or the time for a first payment runs out."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine import returns
from sandbox.engine.decide import arrears, collecting, returning
from sandbox.engine.decide.turn import Turn
from sandbox.engine.money import allocate


def authenticate_payment(turn: Turn, command: cmd.AuthenticatePayment) -> None:
    """The customer confirmed at the bank: the charge is made again, and this once the bank does not ask."""
    payment = turn.payment(command.payment)
    invoice = turn.invoice(payment.invoice)
    if payment.severity != "authentication" or payment.method is None:
        turn.refuse("nothing_to_authenticate", payment=payment.id)
    collecting.confirm(turn, invoice.document.id, method=payment.method)


def expire(turn: Turn, subscription_id: str) -> None:
    """Nobody paid in time: the first invoice is void, or credited where a part of it was paid."""
    subscription = turn.subscription(subscription_id)
    invoice_id = subscription.unpaid[0]
    arrears.count(turn, subscription_id, ())
    turn.emit(ev.SubscriptionExpired, subscription=subscription_id, invoice=invoice_id)
    invoice = turn.invoice(invoice_id)
    if invoice.paid or invoice.credited:
        # What was paid cannot be voided: a credit note gives it back as balance.
        rests = [max(0, invoice.rest(place)) for place in range(len(invoice.document.lines))]
        amount = min(sum(rests), invoice.remaining + returns.paid_and_kept(turn.world, invoice))
        lines = allocate(amount, rests)
        returning.write_note(turn, invoice, lines, to="balance", reason="incomplete_expired", approver=None)
        return
    returning.void_invoice(turn, cmd.VoidInvoice(invoice=invoice_id, reason="incomplete_expired"))
