"""Reaching payers: what a customer will do with the slip or link that has just reached them."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.turn import Turn


def set_habits(turn: Turn, command: cmd.SetHabits) -> None:
    turn.customer(command.customer)
    turn.emit(ev.HabitsSet, customer=command.customer, slips=command.slips, links=command.links)


def reach(turn: Turn, customer: str, to: Literal["slip", "link"], about: str) -> None:
    """Nothing follows where nobody said what the customer does."""
    habits = turn.world.habits.get(customer)
    habit = habits.next(to) if habits is not None else None
    if habit is None:
        return
    acts_at = None if habit.code == "never" else turn.at + timedelta(hours=habit.after_hours)
    turn.emit(ev.PayerReached, customer=customer, to=to, about=about, habit=habit, acts_at=acts_at)
