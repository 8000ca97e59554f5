"""Past: a company lives through its months day by day; what is planned is done at its hour, what happens is answered."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any, Final

from sandbox import engine
from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.practice.calendars import holidays, working_day
from sandbox.practice.markets import Market
from sandbox.practice.names import Names, Person

Act = Callable[[], object]
Listener = Callable[[Any], object]
OPENS: Final = time(9)
"""The hour at which a company is handed over."""


class Impossible(Exception):
    """The company's own past was refused: a bug of whoever wrote it."""


@dataclass(frozen=True)
class Made:
    """A company that is ready to be handed over."""

    world: engine.World
    events: Sequence[engine.Event]
    subjects: dict[str, Person]
    months: int


class Past:
    """A company under way. Everything in it follows from the kind, the seed, the market and the day it ends on."""

    def __init__(self, kind: str, seed: int, market: Market, today: date, *, months: int) -> None:
        self.market = market
        self.closed = holidays(market.jurisdiction, today.year - 3, today.year + 2)
        self.today = working_day(today, self.closed)
        self.months = months
        self.first_day = calendar.add_months(self.today.replace(day=1), -months, 1)
        self.seed = seed
        self.dice = random.Random(f"practice:{kind}:{market.jurisdiction}:{seed}")  # noqa: S311  (the same company for the same seed)
        self.names = Names(self.dice, market.jurisdiction)
        self.world = engine.World.empty()
        self.events: list[engine.Event] = []
        self.subjects: dict[str, Person] = {}
        self.silent: set[str] = set()
        """Customers who do nothing by themselves: they are left for whoever takes over."""
        self._agenda: list[tuple[datetime, int, Act]] = []
        self._listeners: dict[type[Any], list[Listener]] = {}
        self._order = 0

    # Doing

    def do(self, command: cmd.Command) -> tuple[engine.Event, ...]:
        """What must work. Raises Impossible."""
        outcome = self._ask(command)
        if isinstance(outcome, engine.Rejection):
            raise Impossible(f"{command!r} on {self.world.now}: {outcome.code} {outcome.sentence('en')}")
        return outcome.events

    def may(self, command: cmd.Command) -> bool:
        """What people try and the rules may forbid by now."""
        return not isinstance(self._ask(command), engine.Rejection)

    def _ask(self, command: cmd.Command) -> engine.Outcome | engine.Rejection:
        outcome = engine.execute(self.world, command, people=engine.KnownPeople(self.subjects))
        if isinstance(outcome, engine.Rejection):
            return outcome
        self.world = outcome.world
        self.events.extend(outcome.events)
        for event in outcome.events:
            for listener in self._listeners.get(type(event), ()):
                listener(event)
        return outcome

    def hear(self, kind: type[Any], listener: Listener) -> None:
        """Have a kind of event answered; whoever hears it only plans, for what led to it is not over."""
        self._listeners.setdefault(kind, []).append(listener)

    # Planning

    def moment(self, day: date, at: time) -> datetime:
        return calendar.instant_of(day, at, self.market.zone)

    def on(self, day: date, act: Act, *, hours: tuple[int, int] = (9, 19)) -> None:
        """Plan something for an hour of a day; what would come after the last day never happens."""
        at = time(self.dice.randrange(*hours), self.dice.randrange(60))
        self._order += 1
        heappush(self._agenda, (self.moment(day, at), self._order, act))

    def after(self, event: Any, days: tuple[int, int], act: Act) -> None:
        """Plan something for some days after an event."""
        self.on(self.day_of(event.at) + timedelta(days=self.dice.randint(*days)), act)

    def day_of(self, instant: datetime) -> date:
        return calendar.day_of(instant, self.market.zone)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.dice.randrange(max(1, (last - first).days + 1)))

    def chance(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    # Living

    def live(self) -> Iterator[int]:
        """From the first day to the hour of handing over; tells each month that is over."""
        ends_at = self.moment(self.today, OPENS)
        day, month = self.first_day, 0
        while day <= self.today:
            night = min(calendar.start_of_day(day, self.market.zone), ends_at)
            self._advance(night)
            until = min(calendar.start_of_day(day + timedelta(days=1), self.market.zone), ends_at)
            while self._agenda and self._agenda[0][0] < until:
                at, _, act = heappop(self._agenda)
                self._advance(at)
                act()
            day += timedelta(days=1)
            if day.day == 1:
                month += 1
                yield month
        self._advance(ends_at)

    def _advance(self, to: datetime) -> None:
        if to > self.world.now:
            self.do(cmd.Advance(to=to, actor="clock"))

    def made(self) -> Made:
        """The company as it stands. Of the clock's own movements the last one says all: nothing else is lost with them."""
        moved = [event for event in self.events if isinstance(event, ev.ClockMoved)]
        kept = [event for event in self.events if not isinstance(event, ev.ClockMoved)]
        return Made(self.world, [*kept, *moved[-1:]], self.subjects, self.months)
