"""Calendars: the days without banks in the countries where practice companies stand, worked out by rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sandbox.engine.catalogue import Jurisdiction

MONDAY: Final = 0
THURSDAY: Final = 3
LAST: Final = -1


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The first (1), second ... or last (-1) such weekday of a month."""
    if number == LAST:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _br(year: int) -> list[date]:
    """Lei 662/1949 and after it, with Carnival and Corpus Christi, when banks are closed."""
    fixed = ((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25))
    sunday = easter(year)
    return [*(date(year, *day) for day in fixed), *(sunday + timedelta(days=one) for one in (-48, -47, -2, 60))]


def _eu(year: int) -> list[date]:
    """Public holidays of Ireland, where the European company stands."""
    mondays = ((2, 1), (5, 1), (6, 1), (8, 1), (10, LAST))
    fixed = ((1, 1), (3, 17), (12, 25), (12, 26))
    moving = [nth(year, month, MONDAY, number) for month, number in mondays]
    return [*(date(year, *day) for day in fixed), *moving, easter(year) + timedelta(days=1)]


def _us(year: int) -> list[date]:
    """Federal holidays, 5 U.S.C. 6103."""
    mondays = ((1, 3), (2, 3), (5, LAST), (9, 1), (10, 2))
    fixed = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
    moving = [nth(year, month, MONDAY, number) for month, number in mondays]
    return [*(date(year, *day) for day in fixed), *moving, nth(year, 11, THURSDAY, 4)]


_OF: Final = {"br": _br, "eu": _eu, "us": _us}


def holidays(jurisdiction: Jurisdiction, first: int, last: int) -> tuple[date, ...]:
    """Every day without banks in these years, both included, in order."""
    return tuple(sorted({day for year in range(first, last + 1) for day in _OF[jurisdiction](year)}))


def working_day(day: date, closed: tuple[date, ...]) -> date:
    """The day itself, or the last one before it that is neither a weekend nor a holiday."""
    while day.weekday() >= 5 or day in closed:
        day -= timedelta(days=1)
    return day
