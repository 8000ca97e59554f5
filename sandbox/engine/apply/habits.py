"""Apply, for events of what customers do by themselves."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.habits import Habits
from sandbox.engine.world import World, schedule, unschedule


def _set(world: World, event: ev.HabitsSet) -> None:
    world.habits[event.customer] = Habits(event.slips, event.links)


def _reached(world: World, event: ev.PayerReached) -> None:
    habits = world.habits[event.customer]
    moved = replace(habits, slip=habits.slip + 1) if event.to == "slip" else replace(habits, link=habits.link + 1)
    world.habits[event.customer] = moved
    if event.acts_at is not None:
        world.intents[event.about] = event.habit
        schedule(world, "payer", event.about, event.acts_at)


def _acted(world: World, event: ev.PayerActed) -> None:
    unschedule(world, "payer", event.about)
    world.intents.pop(event.about, None)


HANDLERS: Final[Handlers] = {ev.HabitsSet: _set, ev.PayerReached: _reached, ev.PayerActed: _acted}
