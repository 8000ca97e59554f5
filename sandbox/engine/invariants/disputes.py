"""Invariants of disputes, and of refunds that failed."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine import returns
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invoicing import Payment
from sandbox.engine.world import World


def dispute_rules(world: World, payment: Payment) -> Iterator[Broken]:
    """0 <= refunded + disputed <= captured; what failed refunds owe again is part of what was refunded."""
    refunded, disputed = returns.truly_refunded(world, payment), returns.disputed(world, payment.id)
    captured = payment.captured
    facts = {"captured": captured, "refunded": refunded, "disputed": disputed}
    if refunded < 0 or disputed < 0 or refunded + disputed > captured:
        yield "refunded_and_disputed_within_captured", {"payment": payment.id, **facts}
    if world.owed.get(payment.id, 0) < 0:
        yield "owed_again_is_never_negative", {"payment": payment.id, **facts}


def holding_rules(world: World) -> Iterator[Broken]:
    """The account of disputes holds exactly what is open."""
    held = sum(one.amount for one in world.disputes.values() if one.is_open)
    if world.ledger.get("dispute_holding", 0) != held:
        yield "dispute_holding_is_what_is_open", {"ledger": world.ledger.get("dispute_holding", 0), "expected": held}
