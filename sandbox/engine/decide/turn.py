"""A turn: one command, or one piece of due work, being decided against a working copy nobody else can see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NoReturn

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.apply import apply_owned
from sandbox.engine.calendar import Anchor, Interval, Point
from sandbox.engine.catalogue import Company, Price
from sandbox.engine.events import Base, Event
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.messages import LANGUAGES, fill
from sandbox.engine.naming import named
from sandbox.engine.people import NOBODY, People
from sandbox.engine.refusals import INPUTS, REJECTIONS
from sandbox.engine.subscription import Customer, Method, Period, Subscription, whole_period
from sandbox.engine.world import World

ID_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}")


class Rejection(Struct, frozen=True):
    """An expected no: a code for programs, facts, and a sentence that says what to do next."""

    code: str
    facts: dict[str, str | int] = {}

    def sentence(
        self,
        language: str,
        subjects: Mapping[str, Mapping[str, str]] | None = None,
        world: World | None = None,
    ) -> str:
        """The refusal in plain words; language is `pt-br` or `en`. A customer is called by name where `subjects` know it,
        and everything else by its number or name where the world is given.
        """
        texts = REJECTIONS.get(self.code)
        if texts is None:
            return self.code
        facts = dict(self.facts)
        if world is not None and world.company is not None:
            facts = named(self.code, facts, world, language, subjects or {})
        person = (subjects or {}).get(str(facts.get("customer", "")))
        if person and person.get("name"):
            facts["customer"] = person["name"]
        currency = str(facts.get("currency", "BRL"))
        return fill(texts[LANGUAGES.index(language)], facts, language=language, currency=currency)


class BadInput(ValueError):
    """What was sent is no command: `field` names where, `message` says what, in English; `sentence` in
    both.
    """

    def __init__(self, field: str, message: str = "", *, code: str = "", facts: dict[str, str] | None = None) -> None:
        self.field = field
        self.code = code or "wrong_value"
        self.facts: dict[str, str] = {"detail": message} if facts is None else facts
        self.message = message or self.sentence("en")
        super().__init__(f"{field}: {self.message}" if field else self.message)

    def sentence(self, language: str) -> str:
        return fill(INPUTS[self.code][LANGUAGES.index(language)], dict(self.facts), language=language)


class Refused(Exception):
    """Carries a rejection out of nested deciding; `execute` and `decide` return it as a value."""

    def __init__(self, rejection: Rejection) -> None:
        self.rejection = rejection
        super().__init__(rejection.code)


class Turn:
    """The working copy, the moment, and the events decided so far. Dropped whole when the answer is no."""

    __slots__ = ("_today", "actor", "at", "events", "group", "people", "world")

    def __init__(self, world: World, *, at: datetime, actor: str, people: People = NOBODY) -> None:
        self.world = world
        self.people = people
        self.at = at
        self.actor = actor
        self.group = f"g{world.groups + 1}"
        self.events: list[Event] = []
        self._today: date | None = None

    def emit(self, event_type: type[Base], **data: Any) -> None:
        """Say that something happened, and let everything after it see that."""
        self.say(event_type(at=self.at, group=self.group, actor=self.actor, **data))

    def say(self, event: Any) -> None:
        """As `emit`, of an event that is whole already."""
        apply_owned(self.world, event)
        self.events.append(event)

    def refuse(self, code: str, **facts: str | int) -> NoReturn:
        """The expected no, with everything its sentence needs."""
        if self.world.company is not None:
            facts.setdefault("currency", self.world.company.currency)
        raise Refused(Rejection(code, facts))

    @property
    def company(self) -> Company:
        return self.world.company or self.world.require_company()

    @property
    def today(self) -> date:
        if self._today is None:
            self._today = calendar.day_of(self.at, self.company.timezone)
        return self._today

    def day_of(self, instant: datetime) -> date:
        """The company day an instant belongs to."""
        return calendar.day_of(instant, self.company.timezone)

    def written(self, instant: datetime) -> str:
        """An instant as the company writes it, with offset, for facts and fields."""
        return calendar.local(instant, self.company.timezone).isoformat(timespec="minutes")

    def midnight(self, day: date) -> datetime:
        return calendar.start_of_day(day, self.company.timezone)

    @property
    def here(self) -> Point:
        """Where billed time stands now: today, or this second."""
        return self.point(self.at)

    def point(self, instant: datetime) -> Point:
        """An instant as a point of billed time: its day, or the second it lies in."""
        day = calendar.day_of(instant, self.company.timezone)
        return Point(day, instant.replace(microsecond=0)) if self.by_second else Point(day)

    @property
    def by_second(self) -> bool:
        return self.company.policy.proration_unit == "second"

    def moment(self, point: Point) -> datetime:
        """The instant at which a point comes: a day's is its first."""
        return point.at or self.midnight(point.day)

    def end_of(self, period: Period) -> datetime:
        """The instant at which a period is over."""
        return period.until or self.midnight(period.end)

    def boundary(self, anchor: Anchor, interval: Interval, number: int) -> Point:
        return calendar.boundary_point(anchor, interval, number, self.company.timezone)

    def whole_period(self, anchor: Anchor, interval: Interval, term: int) -> Period:
        """The period that ends on boundary `term`, from the boundary before it."""
        return whole_period(anchor, interval, term, self.company.timezone)

    def anchored(self, start: Point, interval: Interval, anchor_day: int | None = None) -> Anchor:
        return calendar.anchored_at(start, interval, anchor_day, self.company.timezone)

    def next_id(self, prefix: str, table: dict[str, Any], chosen: str | None = None) -> str:
        """The id the command chose, if it is free and well formed, else the next one in order."""
        if chosen is not None:
            self.check_new_id(chosen, table)
            return chosen
        number = len(table) + self.world.counters.get(f"archived:{prefix}", 0) + 1
        while (name := f"{prefix}-{number}") in table:
            number += 1
        return name

    def check_new_id(self, chosen: str, table: dict[str, Any]) -> None:
        if not ID_PATTERN.fullmatch(chosen):
            self.refuse("bad_id", id=chosen)
        if chosen in table:
            self.refuse("id_taken", id=chosen)

    def customer(self, key: str) -> Customer:
        return self.world.customers.get(key) or self._unknown("customer", key)

    def method(self, key: str) -> Method:
        return self.world.methods.get(key) or self._unknown("method", key)

    def price(self, key: str) -> Price:
        return self.world.prices.get(key) or self._unknown("price", key)

    def subscription(self, key: str) -> Subscription:
        return self.world.subscriptions.get(key) or self._unknown("subscription", key)

    def invoice(self, key: str) -> Invoice:
        return self.world.invoices.get(key) or self._unknown("invoice", key)

    def payment(self, key: str) -> Payment:
        return self.world.payments.get(key) or self._unknown("payment", key)

    def _unknown(self, kind: str, key: str) -> NoReturn:
        self.refuse(f"unknown_{kind}", id=key)
