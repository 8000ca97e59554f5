"""Unused: what of the period a subscription is in would come back if its service stood still from now on."""

from __future__ import annotations

from typing import Literal

from sandbox.engine.decide.turn import Turn
from sandbox.engine.decide.unused_time import unused, unused_and_paid
from sandbox.engine.subscription import Subscription
from sandbox.queries.scene import Scene


def unused_days(scene: Scene, one: Subscription) -> Literal["balance", "debt", "nothing"]:
    """Where the days not used go: to the balance as far as they are paid, off the debt, or nowhere."""
    turn = Turn(scene.world, at=scene.world.now, actor="forecast")
    rests = [unused(turn, item, turn.here) for item in one.items]
    open_ones = [rest for rest in rests if rest is not None and rest.amount]
    if any(turn.invoice(rest.at.invoice).remaining for rest in open_ones):
        return "debt"
    paid = (unused_and_paid(turn, item, turn.here) for item in one.items)
    return "balance" if any(rest is not None and rest.amount for rest in paid) else "nothing"
