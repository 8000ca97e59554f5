"""Undue: what was paid though nobody owed it, and went back: only that is paid a second time (CDC art. 42)."""

from __future__ import annotations

from typing import Final

from sandbox import engine
from sandbox.engine import returns
from sandbox.engine.invoicing import Payment
from sandbox.queries.refund_reasons import code_of

DOUBLED: Final = frozenset({"br"})
"""Whose law has it."""
REASONS: Final = frozenset({"duplicate_charge", "after_cancellation", "wrong_amount"})
"""The reasons of a refund that say nothing was owed."""
DISPUTES: Final = frozenset({"duplicate", "12.6", "subscription_canceled", "13.2"})
"""The same of a dispute that was lost."""


def left_to_double(world: engine.World, payment_id: str) -> int:
    """What of a payment was undue, went back, stayed with the payer and was not yet paid a second time."""
    payment = world.payments.get(payment_id)
    if payment is None or world.require_company().jurisdiction not in DOUBLED:
        return 0
    whole = payment.duplicate or was_confirmed(world, payment)
    refunds = (one for one in world.refunds.values() if one.payment == payment_id and one.failed_at is None)
    lost = (one for key in world.disputes_of.get(payment_id, ()) if (one := world.disputes[key]).status == "lost")
    back = sum(one.amount for one in refunds if whole or code_of(one.reason) in REASONS)
    back += sum(one.amount for one in lost if whole or one.reason in DISPUTES)
    known = returns.truly_refunded(world, payment) + returns.lost(world, payment_id)
    return max(0, min(back, known) - world.indemnified.get(payment_id, 0))


def was_confirmed(world: engine.World, payment: Payment) -> bool:
    """Whether it was charged after the house had confirmed that a subscription ends: the letter proves it."""
    return any(
        one.template == "cancellation_confirmed" and one.customer == payment.customer and one.at <= payment.at
        for one in world.messages.values()
    )
