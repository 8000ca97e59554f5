"""Validity: until when a certificate is in force, and when it may be earned again."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

RENEWAL_DAYS = 30
"""A course may be taken again this many days before its certificate ends, at no loss of days."""


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last day of the month where that day does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_force_until(
    *, awarded_at: datetime, months: int | None, zone: ZoneInfo, before: datetime | None = None
) -> datetime | None:
    """The last second of the last day in the organisation's zone; None where a course never lapses.

    `before` is the end of the certificate being renewed: renewed early, the new one counts from there.
    """
    if not months:
        return None
    anchor = max(awarded_at, before) if before and may_renew(before, now=awarded_at) else awarded_at
    return datetime.combine(add_months(anchor.astimezone(zone).date(), months), time(23, 59, 59), tzinfo=zone)


def may_renew(until: datetime | None, *, now: datetime) -> bool:
    """Whether the next cycle may begin."""
    return until is not None and now >= until - timedelta(days=RENEWAL_DAYS)
