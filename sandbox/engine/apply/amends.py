"""Apply, for events of amends."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World


def _goodwill_given(world: World, event: ev.GoodwillGiven) -> None:
    customer = world.customers[event.customer]
    world.customers[customer.id] = replace(customer, granted=customer.granted + event.amount)


def _indemnity_paid(world: World, event: ev.IndemnityPaid) -> None:
    one = event.indemnity
    world.indemnities[one.id] = one
    world.indemnified[one.payment] = world.indemnified.get(one.payment, 0) + one.amount


HANDLERS: Final[Handlers] = {
    ev.GoodwillGiven: _goodwill_given,
    ev.IndemnityPaid: _indemnity_paid,
}
