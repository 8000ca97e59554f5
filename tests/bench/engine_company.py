"""A company for the engine's benches: monthly one-item subscriptions begun through a month, every card approving."""

from __future__ import annotations

from datetime import date

from sandbox import engine
from sandbox.engine import Event, Outcome, World
from sandbox.engine.calendar import add_months

FIRST = date(2026, 1, 1)
DAYS = 28


def company(subscriptions: int) -> tuple[World, list[Event]]:
    """The company at the end of its first month, and its journal."""
    world, events = World.empty(), list[Event]()

    def do(name: str, **fields: object) -> None:
        nonlocal world
        outcome = engine.execute(world, engine.command_from(name, fields, world, actor="prologue"), checked=False)
        assert isinstance(outcome, Outcome), outcome
        world = outcome.world
        events.extend(outcome.events)

    do("open_company", start=FIRST.isoformat(), seed=7)
    do("add_plan", id="basic", prices=[{"id": "basic-m", "amount": 4990}])
    for number in range(subscriptions):
        day = 1 + number * DAYS // subscriptions
        if world.now.day != day:
            do("advance", to=FIRST.replace(day=day).isoformat())
        card = {"id": f"card-{number}", "kind": "card", "brand": "visa", "last4": "4242"}
        do("add_customer", id=f"c{number}", methods=[card])
        do("subscribe", id=f"s{number}", customer=f"c{number}", price="basic-m")
    do("advance", to=month(1).isoformat())
    return world, events


def month(number: int) -> date:
    """The first day of the month so many months after the beginning."""
    return add_months(FIRST, number, 1)
