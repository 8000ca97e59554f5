"""Moments: an instant, and the ends of a period, as the company writes them."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine import calendar
from sandbox.engine.subscription import Period


def moment(instant: datetime | None, zone: str) -> str | None:
    return None if instant is None else calendar.local(instant, zone).isoformat()


def bounds(period: Period, zone: str) -> list[str]:
    """First and last of a period: days, or instants where seconds are billed."""
    if period.since is None or period.until is None:
        return [period.start.isoformat(), period.end.isoformat()]
    return [calendar.local(period.since, zone).isoformat(), calendar.local(period.until, zone).isoformat()]
