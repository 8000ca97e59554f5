"""Invariants of amends."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine import returns
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invoicing import Payment
from sandbox.engine.world import World


def indemnity_rules(world: World, payment: Payment) -> Iterator[Broken]:
    """An indemnity is never more than what was paid back, or is owed back again since."""
    paid = world.indemnified.get(payment.id, 0)
    back = payment.refunded + returns.lost(world, payment.id)
    if paid > back:
        yield "indemnity_within_paid_back", {"payment": payment.id, "indemnified": paid, "paid_back": back}


def payout_rules(world: World) -> Iterator[Broken]:
    paid = sum(one.amount + one.interest for one in world.indemnities.values())
    if world.ledger.get("indemnity", 0) != paid:
        yield "indemnity_is_what_was_paid_out", {"ledger": world.ledger.get("indemnity", 0), "expected": paid}
