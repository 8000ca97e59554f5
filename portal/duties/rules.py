"""What a duty's instants mean at a moment; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LAPSING_DAYS = 30
"""A status in force says "lapsing" this many days before it ends."""
SOON_DAYS = 7


class DutyStatus(StrEnum):
    """Every status a duty can have, worst first."""

    OVERDUE = "overdue"
    LAPSED = "lapsed"
    DUE = "due"
    LAPSING = "lapsing"
    IN_FORCE = "in_force"


@dataclass(frozen=True)
class Instants:
    """What is stored of a duty."""

    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None


def status(instants: Instants, *, now: datetime) -> DutyStatus:
    """The status of a duty at `now`; never stored, since time alone changes it."""
    if instants.met_at is None:
        return DutyStatus.OVERDUE if now > instants.due_at else DutyStatus.DUE
    if instants.in_force_until is None:
        return DutyStatus.IN_FORCE
    if now >= instants.in_force_until:
        return DutyStatus.LAPSED
    if now >= instants.in_force_until - timedelta(days=LAPSING_DAYS):
        return DutyStatus.LAPSING
    return DutyStatus.IN_FORCE


def due_at(*, opened_on: date, days: int, zone: ZoneInfo) -> datetime:
    """The last instant of the due day, in the organisation's zone."""
    day = opened_on + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)
