"""Paying: what customers do with a slip or a payment link."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import company, receiving
from sandbox.engine.decide.turn import Turn
from sandbox.engine.habits import Rail
from sandbox.engine.invoicing import Invoice


def pay_link(turn: Turn, command: cmd.PayLink) -> None:
    """What the invoice still wants now is paid, whatever it wanted when the link was sent."""
    link = turn.world.links.get(command.link)
    if link is None:
        turn.refuse("unknown_link", id=command.link)
    invoice = turn.invoice(link.invoice)
    if invoice.status not in ("open", "uncollectible"):
        turn.refuse("invoice_not_open", invoice=link.invoice, status=invoice.status)
    _pay(turn, invoice, command.rail, link=link.id, payment_id=turn.next_id("pay", turn.world.payments, command.id))


def act(turn: Turn, about: str) -> None:
    """The customer does what they meant to; where the invoice wants nothing any more, they see so and leave it."""
    habit = turn.world.intents[about]
    link = turn.world.links.get(about)
    invoice = turn.invoice(link.invoice if link is not None else about)
    customer = turn.customer(invoice.document.customer)
    turn.emit(ev.PayerActed, customer=customer.id, about=about)
    if invoice.status not in ("open", "uncollectible") or not invoice.remaining:
        return
    rail = habit.rail
    if habit.code == "new_card" and customer.default_method is not None:
        rail = "card"
        company.replace_method(
            turn,
            cmd.ReplaceMethod(
                customer=customer.id, method=customer.default_method, brand=habit.brand, last4=habit.last4
            ),
        )
    payment = turn.next_id("pay", turn.world.payments)
    _pay(turn, invoice, rail, link=link.id if link is not None else None, payment_id=payment)


def _pay(turn: Turn, invoice: Invoice, rail: Rail, *, link: str | None, payment_id: str) -> None:
    if link is not None:
        turn.emit(ev.PaymentLinkPaid, link=link, payment=payment_id)
    receiving.receive(turn, invoice, amount=invoice.remaining, rail=rail, received_at=turn.at, payment_id=payment_id)
