"""Amending: a gesture on an invoice, and the second half of an undue charge paid back double."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine import returns
from sandbox.engine.amends import Indemnity
from sandbox.engine.decide import returning
from sandbox.engine.decide.turn import Turn
from sandbox.engine.ledger import entry


def goodwill(turn: Turn, command: cmd.Goodwill) -> None:
    """A credit note: first what is open, then balance, never money. All gestures to a customer count together."""
    invoice = turn.invoice(command.invoice)
    customer = turn.customer(invoice.document.customer)
    returning.check_approval(turn, command.approver, together=customer.granted + command.amount)
    note = turn.next_id("cn", turn.world.credit_notes, command.id)
    returning.credit_note(
        turn,
        cmd.IssueCreditNote(
            id=note,
            invoice=command.invoice,
            amount=command.amount,
            to="balance",
            reason=command.reason or "goodwill",
            approver=command.approver,
        ),
    )
    turn.emit(
        ev.GoodwillGiven,
        customer=customer.id,
        invoice=command.invoice,
        credit_note=note,
        amount=command.amount,
    )


def pay_indemnity(turn: Turn, command: cmd.PayIndemnity) -> None:
    """As much again as was paid back of the payment, by a payout of its own; somebody else approves, always."""
    payment = turn.payment(command.payment)
    if command.amount <= 0:
        turn.refuse("amount_not_positive")
    paid_back = returns.truly_refunded(turn.world, payment) + returns.lost(turn.world, payment.id)
    paid_out = turn.world.indemnified.get(payment.id, 0)
    if paid_out + command.amount > paid_back:
        turn.refuse(
            "indemnity_exceeds_refunded",
            payment=payment.id,
            refunded=paid_back,
            paid=paid_out,
            asked=command.amount,
        )
    if command.approver is None:
        turn.refuse("indemnity_needs_approver", payment=payment.id)
    returning.check_approval(turn, command.approver, together=command.amount)
    whole = command.amount + command.interest
    turn.emit(
        ev.IndemnityPaid,
        indemnity=Indemnity(
            id=turn.next_id("ind", turn.world.indemnities, command.id),
            payment=payment.id,
            customer=payment.customer,
            amount=command.amount,
            interest=command.interest,
            rail=command.rail,
            reason=command.reason,
            approver=command.approver,
            at=turn.at,
        ),
        postings=entry(("indemnity", whole), ("cash_clearing", -whole)),
    )
