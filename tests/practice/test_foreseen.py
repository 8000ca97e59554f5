"""What a ready company's month was said to bring is what it brought, of all that no bank and no payer decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from sandbox import engine, practice
from sandbox.engine import events as ev
from sandbox.engine.calendar import day_of
from sandbox.engine.forecasting import booked, renewals
from sandbox.engine.world import World

TODAY = date(2026, 11, 23)
MONTH = timedelta(days=31)
CASES = [(kind, seed) for kind in practice.KINDS for seed in (1, 2)]
KINDS: dict[str, Callable[[Any], bool]] = {
    "renewal": lambda event: isinstance(event, ev.SubscriptionRenewed),
    "resume": lambda event: isinstance(event, ev.SubscriptionResumed),
    "cancellation": lambda event: isinstance(event, ev.SubscriptionCancelled) and event.kind == "voluntary",
}


@cache
def lived(kind: practice.Kind, seed: int) -> tuple[World, list[Any]]:
    """A company on its day, and all that a month on the clock brings it."""
    made = practice.make(kind, seed, "br", TODAY)
    end = day_of(made.world.now, made.world.require_company().timezone) + MONTH
    command = engine.command_from("advance", {"to": end.isoformat()}, made.world, actor="trainee")
    outcome = engine.execute(made.world, command, people=engine.KnownPeople(made.subjects))
    assert isinstance(outcome, engine.Outcome)
    return made.world, list(outcome.events)


def _owing(world: World) -> set[str]:
    """Of these a bank or a payer decides."""
    return {one.id for one in world.subscriptions.values() if one.status == "past_due"}


def _end(world: World) -> date:
    return day_of(world.now, world.require_company().timezone) + MONTH


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_every_term_that_was_foreseen_begins_on_its_day_and_no_other(kind: practice.Kind, seed: int) -> None:
    world, events = lived(kind, seed)
    zone, owing = world.require_company().timezone, _owing(world)
    today, end = day_of(world.now, zone), _end(world)
    begun = Counter(
        (event.subscription, day_of(event.at, zone))
        for event in events
        if isinstance(event, ev.SubscriptionRenewed | ev.SubscriptionResumed)
        and event.subscription not in owing
        and day_of(event.at, zone) < end
    )
    foreseen = Counter(
        (one.subscription, one.on) for one in renewals(world, today, end) if one.subscription not in owing
    )
    assert foreseen.total() > 10
    assert begun == foreseen


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_every_day_brings_what_the_clock_had_booked_for_it(kind: practice.Kind, seed: int) -> None:
    world, events = lived(kind, seed)
    zone, owing = world.require_company().timezone, _owing(world)
    end = _end(world)
    said = Counter(
        (work.kind, day_of(work.at, zone))
        for work in booked(world)
        if work.kind in KINDS and work.about not in owing and day_of(work.at, zone) < end
    )
    came = Counter(
        (name, day_of(event.at, zone))
        for name, is_it in KINDS.items()
        for event in events
        if is_it(event) and event.subscription not in owing and day_of(event.at, zone) < end
    )
    assert said.total() > 10
    assert said == came
