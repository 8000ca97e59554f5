"""Habits: how customers go on by themselves once somebody takes over: they pay what is sent, follow links, or do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine.habits import Habit, Rail
from sandbox.engine.subscription import ENDED
from sandbox.practice.past import Past

SETTLED: Final = 40
"""So many days before the last one, customers begin to act by their habits; before that, their past is told."""
AHEAD: Final = 16
"""How many slips ahead differ from one another; the last then repeats."""
HOURS: Final = 24
DUE_BEFORE: Final = 3
"""So many days before the last one a slip must fall due, to be found lying open."""


def drive(past: Past, day: date) -> bool:
    """Whether on this day customers act by their habits."""
    return day >= past.ago(SETTLED)


def settle(past: Past, rails: Sequence[Rail], *, late: int = 0, left_open: int = 0) -> None:
    """From here on everybody who is there has habits; whoever joins later brings their own (`give`).

    So many of those who have something to pay before the last days leave it open, for whoever takes over.
    """

    def all_of_them() -> None:
        owing = [customer for customer in past.world.customers if _will_owe(past, customer)]
        past.dice.shuffle(owing)
        for customer in past.world.customers:
            give(past, customer, rails, late=late, leaves_first=customer in owing[:left_open])

    past.on(past.ago(SETTLED), all_of_them, hours=(0, 1))


def give(
    past: Past,
    customer: str,
    rails: Sequence[Rail],
    *,
    late: int = 0,
    leaves_first: bool = False,
    days: int | None = None,
) -> None:
    """Of what is sent, so many percent are paid late; links are mostly followed within two days.

    `days` is how long a newcomer will be given to pay; of others their subscriptions tell.
    """
    days = _days_to_pay(past, customer) if days is None else days
    slips = tuple(_slip(past, days, rails, late) for _ in range(AHEAD)) if days else ()
    if slips and leaves_first:
        slips = (Habit("never"), *slips[1:])
    links = tuple(_link(past, customer, rails) for _ in range(4))
    past.do(cmd.SetHabits(customer=customer, slips=slips, links=links, actor="prologue"))


def _will_owe(past: Past, customer: str) -> bool:
    """Whether something will be sent to them that falls due before the last days."""
    return any(
        one.customer == customer
        and one.collection == "send"
        and one.status not in ENDED
        and one.pause is None
        and past.ago(SETTLED) < one.period.end <= past.ago(one.days_to_pay + DUE_BEFORE)
        for one in past.world.subscriptions.values()
    )


def _days_to_pay(past: Past, customer: str) -> int:
    """The longest they are given on any subscription of theirs; none where nothing is sent to them."""
    own = (one for one in past.world.subscriptions.values() if one.customer == customer and one.collection == "send")
    return max((max(one.days_to_pay, 1) for one in own), default=0)


def _slip(past: Past, days: int, rails: Sequence[Rail], late: int) -> Habit:
    hours = past.dice.randint(HOURS // 2, max(days - 1, 1) * HOURS)
    if past.chance(late):
        hours = (days + past.dice.randint(2, 11)) * HOURS
    return Habit("pays", hours, past.dice.choice(rails))


def _link(past: Past, customer: str, rails: Sequence[Rail]) -> Habit:
    rolled, hours = past.dice.randrange(100), past.dice.randint(1, 44)
    if rolled < 18:
        return Habit("never")
    method = past.world.customers[customer].default_method
    if rolled < 70 and method is not None and past.world.methods[method].kind == "card":
        last4 = f"{past.dice.randrange(10_000):04}"
        return Habit("new_card", hours, brand=past.dice.choice(past.market.brands), last4=last4)
    return Habit("pays", hours, past.dice.choice(rails))
