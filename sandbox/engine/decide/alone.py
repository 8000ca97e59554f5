"""Alone: what somebody gives back of one payment without anybody's yes, by every road together."""

from __future__ import annotations

from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.subscription import Customer


def of_invoice(turn: Turn, invoice: Invoice) -> int:
    """Gestures and credit notes of one invoice, and the refunds of whichever payment of it had most."""
    return _noted(turn, invoice) + max((_refunded(turn, key) for key in invoice.payments), default=0)


def of_payment(turn: Turn, payment: Payment) -> int:
    """Its refunds, with what was given on its invoice; what was captured twice was never the invoice's."""
    noted = 0 if payment.duplicate else _noted(turn, turn.invoice(payment.invoice))
    return noted + _refunded(turn, payment.id)


def _noted(turn: Turn, invoice: Invoice) -> int:
    """What notes that nobody approved took off an invoice; unused time is a sum, no gift."""
    world = turn.world
    notes = [world.credit_notes[key] for key in invoice.credit_notes]
    gifts = [one for one in notes if one.approver is None and one.period is None]
    # A note about money that had gone back already gives nothing new.
    made = {one.credit_note for one in world.refunds.values()} if any(one.to_refund for one in gifts) else set()
    return sum(one.amount - (0 if one.id in made else one.to_refund) for one in gifts)


def _refunded(turn: Turn, payment: str) -> int:
    """What went back of a payment without a note and without anybody's yes."""
    refunds = (one for one in turn.world.refunds.values() if one.payment == payment)
    return sum(one.amount - one.repays for one in refunds if one.approver is None and one.credit_note is None)


def check_refund(turn: Turn, approver: str | None, payment: Payment, amount: int) -> None:
    """Above the limit over all roads somebody else approves; balance names no payment and counts for each."""
    if approver is None:
        _check(turn, of_payment(turn, payment) + turn.customer(payment.customer).granted_alone + amount)


def check(turn: Turn, approver: str | None, invoice: Invoice, amount: int) -> None:
    """The same for what is given on an invoice."""
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
