"""Month: the grid of a month's days with what renews on each, and the months beside it."""

from __future__ import annotations

import calendar as weeks
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import pgettext

from sandbox.engine.calendar import add_months
from sandbox.queries.renewals import Coming
from sandbox.queries.renewed import Past

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1990, 2190


@dataclass(frozen=True)
class Day:
    """A day of the grid; days of the months beside it are blank."""

    date: date
    number: int
    label: str
    count: int
    past: int
    amount: int
    is_blank: bool
    is_today: bool
    is_chosen: bool
    needs_somebody: bool
    went_wrong: bool


@dataclass(frozen=True)
class Week:
    days: Sequence[Day]
    amount: int


@dataclass(frozen=True)
class Month:
    """A month with its weeks; `before` and `after` name the months beside it as `2026-12`."""

    name: str
    key: str
    before: str
    after: str
    weekdays: Sequence[tuple[str, str]]
    weeks: Sequence[Week]
    busy: Sequence[Day]


def month_asked(text: str, today: date) -> date:
    """The first day of the month that an address names, else of the present one."""
    match = _MONTH.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return today.replace(day=1)
    return date(int(match[1]), int(match[2]), 1)


def end_of(first: date) -> date:
    """The first day of the month after it."""
    return add_months(first, 1, 1)


def day_asked(text: str, first: date) -> date | None:
    """A day of that month, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if first <= day < end_of(first) else None


def month_of(first: date, found: Coming, over: Past, *, today: date, chosen: date | None) -> Month:
    """The grid of what is to come and what is over, whole weeks from the day on which weeks begin here."""
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    grid = weeks.Calendar(begins).monthdatescalendar(first.year, first.month)
    rows = []
    for days in grid:
        seen = [_day(one, first, found, over, today, chosen) for one in days]
        rows.append(Week(seen, sum(one.amount for one in seen)))
    return Month(
        name=pgettext("a month and its year", "%(month)s %(year)s")
        % {"month": capfirst(MONTHS[first.month]), "year": first.year},
        key=f"{first:%Y-%m}",
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{end_of(first):%Y-%m}",
        weekdays=[(str(WEEKDAYS[day])[:3], str(WEEKDAYS[day])) for day in ((begins + n) % 7 for n in range(7))],
        weeks=rows,
        busy=[one for row in rows for one in row.days if one.count or one.past],
    )


def _day(one: date, first: date, found: Coming, over: Past, today: date, chosen: date | None) -> Day:
    is_blank = one.month != first.month
    rows = [] if is_blank else found.by_day.get(one, [])
    gone = [] if is_blank else over.by_day.get(one, [])
    return Day(
        date=one,
        number=one.day,
        label=f"{WEEKDAYS[one.weekday()]}, {one.day}",
        count=len(rows),
        past=len(gone),
        amount=sum(row.amount for row in rows) + sum(row.amount for row in gone),
        is_blank=is_blank,
        is_today=one == today,
        is_chosen=one == chosen,
        needs_somebody=any(row.is_missing or row.card is not None for row in rows),
        went_wrong=any(row.went_wrong for row in gone),
    )
