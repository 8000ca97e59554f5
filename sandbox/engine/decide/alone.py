"""Alone: what somebody gives back of one payment without anybody's yes, by every road together."""

from __future__ import annotations

from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice
from sandbox.engine.subscription import Customer


def of_invoice(turn: Turn, invoice: Invoice) -> int:
    """Refunds, gestures and credit notes of one invoice that nobody approved; unused time is a sum, no gift."""
    world = turn.world
    notes = [world.credit_notes[key] for key in invoice.credit_notes]
    noted = sum(one.amount for one in notes if one.approver is None and one.period is None)
    mine = frozenset(invoice.payments)
    refunds = (one for one in world.refunds.values() if one.payment in mine) if mine and world.refunds else ()
    plain = sum(one.amount - one.repays for one in refunds if one.approver is None and one.credit_note is None)
    return noted + plain


def check(turn: Turn, approver: str | None, invoice: Invoice, amount: int) -> None:
    """Above the limit over all roads somebody else approves; balance names no payment and counts for each."""
    if approver is None:
        customer = turn.customer(invoice.document.customer)
        _check(turn, of_invoice(turn, invoice) + customer.granted_alone + amount)


def check_balance(turn: Turn, approver: str | None, customer: Customer, amount: int) -> None:
    """Balance for somebody: with what was given back of whichever of their payments most was."""
    if approver is None:
        own = (one for one in turn.world.invoices.values() if one.document.customer == customer.id)
        most = max((of_invoice(turn, one) for one in own), default=0)
        _check(turn, most + customer.granted_alone + amount)


def _check(turn: Turn, together: int) -> None:
    limit = turn.company.policy.agent_limit
    if together > limit:
        turn.refuse("needs_approver", amount=together, limit=limit)
