"""Invariants of approvals."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine.invariants.broken import Broken
from sandbox.engine.world import World


def approval_rules(world: World) -> Iterator[Broken]:
    """Nobody approves what they asked for themselves, and what waits was answered by nobody."""
    for one in world.approvals.values():
        if one.status in ("approved", "declined") and one.answered_by == one.asked_by:
            yield "approved_by_somebody_else", {"approval": one.id, "by": one.answered_by}
        if one.is_waiting != (one.answered_at is None):
            yield "what_waits_has_no_answer", {"approval": one.id}
