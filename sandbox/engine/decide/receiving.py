"""Receiving: what became of unanswered charges, and money that came outside the gateway."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine import collection, gateway
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import dunning, sending
from sandbox.engine.decide.collecting import after_debt_shrank, held_in
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.ledger import entry


def look_up_payment(turn: Turn, command: cmd.LookUpPayment) -> None:
    payment = turn.payment(command.payment)
    if payment.status != "unknown":
        turn.refuse("nothing_to_look_up", payment=payment.id)
    look_up(turn, payment.id)


def look_up(turn: Turn, payment_id: str) -> None:
    """Ask the gateway, by the charge's key, what became of a time-out."""
    payment = turn.payment(payment_id)
    invoice = turn.invoice(payment.invoice)
    late = turn.world.late_declines.get(payment_id)
    if late is not None:
        declined_late(turn, payment, late, by="look_up")
        return
    if not payment.settled_at_gateway:
        turn.emit(ev.PaymentLookedUp, payment=payment_id, found="lost", applied=0, owed_back=0, postings=())
        dunning.after_failure(turn, payment.invoice, severity="soft")
        return
    applied = min(payment.amount, invoice.remaining)
    owed_back = payment.amount - applied
    turn.emit(
        ev.PaymentLookedUp,
        payment=payment_id,
        found="settled",
        applied=applied,
        owed_back=owed_back,
        postings=entry(
            ("cash_clearing", payment.amount), (held_in(invoice), -applied), ("refunds_payable", -owed_back)
        ),
    )
    if invoice.slip is not None:
        sending.add_late_fee(turn, payment.invoice, payment_id, applied, payment.at)
    after_debt_shrank(turn, payment.invoice)


def _late_wait(turn: Turn, payment: Payment, late: gateway.LateDecline) -> datetime | None:
    """The network's wait counts from the attempt, whenever its answer is heard."""
    method = turn.world.methods.get(payment.method or "")
    if method is None:
        return None
    return collection.wait_after(method, severity=late.severity, mac=late.mac, at=payment.at)


def declined_late(
    turn: Turn, payment: Payment, late: gateway.LateDecline, *, by: Literal["webhook", "look_up"]
) -> None:
    """The answer that was missing is a no."""
    turn.emit(
        ev.PaymentDeclinedLate,
        payment=payment.id,
        decline=late,
        wait_until=_late_wait(turn, payment, late),
        by=by,
    )
    dunning.after_failure(turn, payment.invoice, severity=late.severity)


def record_payment(turn: Turn, command: cmd.RecordPayment) -> None:
    invoice = turn.invoice(command.invoice)
    received_at = command.at or turn.at
    if invoice.status == "void":
        turn.refuse("invoice_is_void", invoice=command.invoice)
    if invoice.status == "draft":
        turn.refuse("invoice_is_draft", invoice=command.invoice)
    if command.amount <= 0:
        turn.refuse("amount_not_positive")
    if received_at > turn.at:
        turn.refuse("received_in_the_future")
    receive(
        turn,
        invoice,
        amount=command.amount,
        rail=command.rail,
        received_at=received_at,
        payment_id=turn.next_id("pay", turn.world.payments, command.id),
    )


def receive(turn: Turn, invoice: Invoice, *, amount: int, rail: str, received_at: datetime, payment_id: str) -> None:
    """Money came outside the gateway: the invoice takes what it wants, the rest becomes balance."""
    applied = min(amount, invoice.remaining)
    over = amount - applied
    number = len(invoice.payments) + 1
    payment = Payment(
        id=payment_id,
        key=f"{invoice.document.id}:{number}",
        invoice=invoice.document.id,
        customer=invoice.document.customer,
        attempt=number,
        method=None,
        rail=rail,
        brand="",
        amount=amount,
        status="settled",
        code="approve",
        response="00",
        severity=None,
        mac=None,
        wait_until=None,
        at=received_at,
        settled_at=received_at,
        cause="recorded",
        settled_at_gateway=True,
    )
    turn.emit(
        ev.PaymentRecorded,
        payment=payment,
        applied=applied,
        to_balance=over,
        postings=entry(
            ("cash_clearing", amount),
            (held_in(invoice), -applied),
            ("customer_balance", -over),
        ),
    )
    if invoice.slip is not None:
        sending.add_late_fee(turn, invoice.document.id, payment_id, applied, received_at)
    after_debt_shrank(turn, invoice.document.id)
