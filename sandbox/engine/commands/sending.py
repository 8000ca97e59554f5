"""Commands of invoices that customers pay by themselves."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from sandbox.engine.commands.base import Asked, Key
from sandbox.engine.habits import Habit, Rail


class PayLink(Asked, frozen=True, kw_only=True):
    """The customer follows a payment link and pays what its invoice still wants."""

    link: Key
    id: Key | None = None
    rail: Rail = "pix"


class SetHabits(Asked, frozen=True, kw_only=True):
    """What the customer will do with the next slips and links, one after another; the last of each repeats."""

    customer: Key
    slips: Annotated[tuple[Habit, ...], Meta(max_length=100)] = ()
    links: Annotated[tuple[Habit, ...], Meta(max_length=100)] = ()


SendingCommand = PayLink | SetHabits
