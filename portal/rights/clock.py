"""The clock of a request: business days, as the organisation counts them."""

from __future__ import annotations

from datetime import date, timedelta

ANSWER_IN = 15
"""Business days in which a request is answered; the law fixes no shorter term for an erasure."""
_SATURDAY = 5


def business_days_after(day: date, count: int) -> date:
    """The day that comes `count` business days (Monday to Friday) after `day`."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def business_days_between(day: date, until: date) -> int:
    """How many business days lie after `day` up to and with `until`; negative where it is past."""
    if until < day:
        return -business_days_between(until, day)
    return sum((day + timedelta(days=n)).weekday() < _SATURDAY for n in range(1, (until - day).days + 1))
