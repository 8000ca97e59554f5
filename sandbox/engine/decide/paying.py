"""Paying: what customers do with a payment link."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import receiving
from sandbox.engine.decide.turn import Turn


def pay_link(turn: Turn, command: cmd.PayLink) -> None:
    """What the invoice still wants now is paid, whatever it wanted when the link was sent."""
    link = turn.world.links.get(command.link)
    if link is None:
        turn.refuse("unknown_link", id=command.link)
    invoice = turn.invoice(link.invoice)
    if invoice.status not in ("open", "uncollectible"):
        turn.refuse("invoice_not_open", invoice=link.invoice, status=invoice.status)
    payment = turn.next_id("pay", turn.world.payments, command.id)
    turn.emit(ev.PaymentLinkPaid, link=link.id, payment=payment)
    receiving.receive(
        turn, invoice, amount=invoice.remaining, rail=command.rail, received_at=turn.at, payment_id=payment
    )
