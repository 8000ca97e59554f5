"""Habits: what customers do by themselves when an invoice or a payment link reaches them, as somebody scripted it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Rail = Literal["pix", "boleto", "card", "transfer"]


class Habit(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """One reaction: they pay by a rail so many hours later, put in a new card and pay with it, or do nothing."""

    code: Literal["pays", "new_card", "never"] = "pays"
    after_hours: Annotated[int, Meta(ge=0, le=2400)] = 24
    rail: Rail = "pix"
    brand: Annotated[str, Meta(max_length=60)] = "visa"
    last4: Annotated[str, Meta(max_length=60)] = "4242"


class Habits(Struct, frozen=True, gc=False, omit_defaults=True):
    """A customer's reactions, one after another; the last of each kind repeats, and without any nothing happens."""

    slips: tuple[Habit, ...] = ()
    links: tuple[Habit, ...] = ()
    slip: int = 0
    link: int = 0

    def next(self, to: Literal["slip", "link"]) -> Habit | None:
        """What they do when the next slip or link reaches them."""
        entries, cursor = (self.slips, self.slip) if to == "slip" else (self.links, self.link)
        return entries[min(cursor, len(entries) - 1)] if entries else None
