"""Events of what customers do by themselves: nobody at the desk knows of them before they act."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine.events.base import Base
from sandbox.engine.habits import Habit


class HabitsSet(Base, frozen=True, kw_only=True):
    """What a customer will do with slips and links."""

    customer: str
    slips: tuple[Habit, ...]
    links: tuple[Habit, ...]


class PayerReached(Base, frozen=True, kw_only=True):
    """A slip or a link has reached its customer; `acts_at` is when they will do something, if ever."""

    customer: str
    to: Literal["slip", "link"]
    about: str
    habit: Habit
    acts_at: datetime | None


class PayerActed(Base, frozen=True, kw_only=True):
    """The customer does now what they meant to, as far as there is still something to pay."""

    customer: str
    about: str


HabitEvent = HabitsSet | PayerReached | PayerActed
