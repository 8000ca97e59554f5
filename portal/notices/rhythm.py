"""When a mail may go: summaries on the hour and day somebody chose, quiet hours, both on their own clock; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True)
class Rhythm:
    """How somebody wants their mail; hours and days are those of `zone`."""

    zone: ZoneInfo
    mail: str
    hour: int = 8
    day: int = 0
    quiet_from: int | None = None
    quiet_until: int | None = None


@dataclass(frozen=True)
class Slot:
    """A summary that is due: its day on their calendar, and the instant up to which it tells."""

    day: date
    at: datetime

    @property
    def name(self) -> str:
        return f"digest:{self.day.isoformat()}"


def is_quiet(rhythm: Rhythm, now: datetime) -> bool:
    """Whether `now` lies in their quiet hours, which may span midnight."""
    start, end = rhythm.quiet_from, rhythm.quiet_until
    if start is None or end is None:
        return False
    hour = now.astimezone(rhythm.zone).hour
    return start <= hour < end if start < end else hour >= start or hour < end


def last_slot(rhythm: Rhythm, now: datetime) -> Slot:
    """The latest summary that was due by `now`. An hour that the clock leaps over counts as the one after the leap, an
    hour that comes twice as its first."""
    day = now.astimezone(rhythm.zone).date()
    if rhythm.mail == "weekly":
        day -= timedelta(days=(day.weekday() - rhythm.day) % WEEK)
        step = DAY * WEEK
    else:
        step = DAY
    at = _instant(day, rhythm)
    if at > now:
        day -= step
        at = _instant(day, rhythm)
    return Slot(day, at)


def _instant(day: date, rhythm: Rhythm) -> datetime:
    """The first instant at which their clock shows that hour of that day, or is past it."""
    local = datetime.combine(day, time(rhythm.hour), tzinfo=rhythm.zone)
    return local.astimezone(ZoneInfo("UTC"))
