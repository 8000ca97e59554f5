"""Scene: a company's world, the people in it, and the language it is told in: what every reading of a desk needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sandbox import engine, store, subjects
from sandbox.engine import calendar
from sandbox.engine.messages import format_day, format_moment

People = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Scene:
    """A world with the people in it and the language it is told in: what every reading here needs."""

    world: engine.World
    people: People
    language: str
    seq: int = 0
    """The number of the last event it was read with."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Of invoices that have left for the archive and are spoken of here."""

    @property
    def zone(self) -> str:
        return self.world.require_company().timezone

    @property
    def currency(self) -> str:
        return self.world.require_company().currency

    @property
    def is_brazilian(self) -> bool:
        """Whether the company works under Brazilian law, with its rails and papers."""
        return self.world.require_company().jurisdiction == "br"

    def name(self, customer: str) -> str:
        """The person's name, or that it has been erased."""
        return self.people.get(customer, {}).get("name") or _("Erased person")

    def person_at(self, customer: str, at: datetime) -> Mapping[str, str]:
        """The person as they were known at an instant: what a document of then says of them."""
        if isinstance(self.people, subjects.SealedPeople):
            return self.people.as_of(customer, at, calendar.day_of(at, self.zone))
        return self.people.get(customer, {})

    def first_name(self, customer: str) -> str:
        """How a sentence names them: by the first name, or that the person has been erased."""
        return self.greeted(customer) or self.name(customer)

    def greeted(self, customer: str) -> str:
        """The name that a letter greets them by; nothing where there is none."""
        return self.people.get(customer, {}).get("name", "").partition(" ")[0]

    def moment(self, instant: datetime) -> str:
        return format_moment(calendar.local(instant, self.zone), self.language)

    def day(self, instant: datetime) -> str:
        return format_day(calendar.day_of(instant, self.zone), self.language)

    def written_day(self, day: date) -> str:
        return format_day(day, self.language)

    def narrate(self, event: Any) -> str:
        return engine.narrate(event, self.world, self.language, subjects=self.people, numbers=self.numbers)


def scene_of(opened: store.Opened, language: str) -> Scene:
    """The company as read, to be told in a language; nobody is unsealed before a page speaks of them."""
    return Scene(opened.world, subjects.people(opened.workspace), language, opened.seq)
