"""Dated truth as values, by the rules of `people.dated`: what a person's rows become when something holds from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Span:
    """A row: what held from a day up to, and not including, another."""

    id: int
    value: int
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


@dataclass
class Split:
    """What to do with a person's rows, in this order: end, take away, add."""

    ended: dict[int, date] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    made: list[tuple[int, date, date | None]] = field(default_factory=list)


def on(spans: Sequence[Span], day: date) -> Span | None:
    """The row that holds on a day."""
    return next((span for span in spans if span.holds(day)), None)


def value_on(spans: Sequence[Span], day: date) -> int | None:
    found = on(spans, day)
    return found.value if found else None


def holds_already(spans: Sequence[Span], day: date, today: date, value: object) -> bool:
    """Whether `value` (None for nothing) holds on the day and has not given way since."""
    since = [span for span in spans if day < span.starts_on <= today]
    return value_on(spans, day) == value and not since


def planned(spans: Sequence[Span], day: date, today: date) -> date | None:
    """The first day to come on which something else is already said."""
    return min((span.starts_on for span in spans if span.starts_on > max(day, today)), default=None)


def from_day_on(spans: Sequence[Span], day: date, value: int | None, until: date | None) -> Split:
    """From `day` up to `until` `value` holds, None for nothing; what was said of later days gives way."""
    split = cut(spans, day)
    if value is not None:
        split.made.append((value, day, until))
    return split


def cut(spans: Sequence[Span], day: date) -> Split:
    """From `day` on nothing holds."""
    split = Split()
    for span in spans:
        if span.starts_on >= day:
            split.gone.append(span.id)
        elif span.ends_on is None or span.ends_on > day:
            split.ended[span.id] = day
    return split
