"""Calendar: instants in UTC, billing days in the company's zone, anchors that never drift, business days
from a table.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

Unit = Literal["day", "week", "month", "year"]
A_SECOND: Final = timedelta(seconds=1)


class Point(NamedTuple):
    """Where billed time begins or ends: a company day and, with `proration_unit: second`, the instant in it.

    Points of one company compare as its time does: either all of them have an instant, or none.
    """

    day: date
    at: datetime | None = None


class Interval(Struct, frozen=True, gc=False, cache_hash=True):
    """How long a period is: `count` units (3 months is a quarter)."""

    unit: Unit
    count: int = 1


class Anchor(Struct, frozen=True, gc=False, omit_defaults=True, cache_hash=True):
    """Where every boundary is derived from: the date of boundary number 0 and the day it wants to fall on.

    `day` is kept apart from `base`, because a base in February cannot hold a 31. `time` is the company's wall clock at
    which boundaries fall with `proration_unit: second`; without it they are whole days.
    """

    base: date
    day: int
    time: time | None = None


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone by its IANA name; raises ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error


@lru_cache(maxsize=65536)
def start_of_day(day: date, zone_name: str) -> datetime:
    """The first instant of a company day; where midnight does not exist, the first instant after it."""
    # fold=0 reads a skipped midnight with the offset before the jump, which is the instant of the jump
    # itself.
    return datetime.combine(day, time(0), tzinfo=zone(zone_name)).astimezone(UTC)


@lru_cache(maxsize=65536)
def day_of(instant: datetime, zone_name: str) -> date:
    """The company day an instant belongs to."""
    return instant.astimezone(zone(zone_name)).date()


def local(instant: datetime, zone_name: str) -> datetime:
    """The same instant, written with the company's offset."""
    return instant.astimezone(zone(zone_name))


def add_days(instant: datetime, days: int, zone_name: str) -> datetime:
    """The same wall-clock time so many company days later."""
    there = instant.astimezone(zone(zone_name))
    return datetime.combine(there.date() + timedelta(days=days), there.time(), tzinfo=there.tzinfo).astimezone(UTC)


def read_instant(text: str, zone_name: str) -> datetime:
    """An ISO 8601 instant; without offset it is company-local, a bare date is that day's first instant."""
    text = text.strip()
    if len(text) == 10:
        return start_of_day(date.fromisoformat(text), zone_name)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(zone_name))
    return moment.astimezone(UTC)


@lru_cache(maxsize=65536)
def instant_of(day: date, at: time, zone_name: str) -> datetime:
    """The instant of a wall-clock time; one that was skipped is the first instant after the gap, one that comes twice
    is the first of the two.
    """
    there = zone(zone_name)
    wanted = datetime.combine(day, at, tzinfo=there)
    late, early = wanted.astimezone(UTC), wanted.replace(fold=1).astimezone(UTC)
    if early >= late:
        return late
    # The clock jumped over the wanted time: the old offset puts it too late, the new one too early; find the second.
    new = late.astimezone(there).utcoffset()
    while late - early > A_SECOND:
        middle = early + (late - early) // A_SECOND // 2 * A_SECOND
        early, late = (early, middle) if middle.astimezone(there).utcoffset() == new else (middle, late)
    return late


@lru_cache(maxsize=65536)
def add_months(base: date, months: int, day: int) -> date:
    """The wanted day, so many months after the base's month, clamped to that month's end."""
    index = base.year * 12 + base.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def boundary(anchor: Anchor, interval: Interval, number: int) -> date:
    """Boundary `number`, always from the anchor and never from the boundary before it."""
    steps = number * interval.count
    match interval.unit:
        case "month":
            return add_months(anchor.base, steps, anchor.day)
        case "year":
            return add_months(anchor.base, 12 * steps, anchor.day)
        case "week":
            return anchor.base + timedelta(days=7 * steps)
        case "day":
            return anchor.base + timedelta(days=steps)


@lru_cache(maxsize=65536)
def boundary_point(anchor: Anchor, interval: Interval, number: int, zone_name: str) -> Point:
    """Boundary `number` as a point: at the anchor's time where it has one."""
    day = boundary(anchor, interval, number)
    return Point(day) if anchor.time is None else Point(day, instant_of(day, anchor.time, zone_name))


def anchored_at(start: Point, interval: Interval, anchor_day: int | None, zone_name: str) -> Anchor:
    """The anchor of what begins at a point, on that day or a chosen one; with seconds it keeps the point's own time."""
    anchor = first_anchor(start.day, interval, anchor_day)
    if start.at is None:
        return anchor
    return Anchor(anchor.base, anchor.day, start.at.astimezone(zone(zone_name)).time())


def first_anchor(start: date, interval: Interval, anchor_day: int | None) -> Anchor:
    """The latest anchor date on or before the start, as boundary 0; the first boundary after it is number
    1.
    """
    if anchor_day is None or interval.unit in ("day", "week"):
        return Anchor(base=start, day=start.day)
    candidate = add_months(start, 0, anchor_day)
    if candidate > start:
        candidate = add_months(start, -1, anchor_day)
    return Anchor(base=candidate, day=anchor_day)


def next_business_day(day: date, holidays: Collection[date]) -> date:
    """The day itself, or the first day after it that is neither a weekend nor in the table."""
    while day.weekday() >= 5 or day in holidays:
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The last of so many business days after a day, which itself is not counted."""
    for _ in range(count):
        day = next_business_day(day + timedelta(days=1), holidays)
    return day


def business_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """How many business days lead from one day, which is not counted, to another, which is; negative where it is past."""
    if end < start:
        return -business_days_between(end, start, holidays)
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in days)
