"""What a duty's instants mean at a moment, and when something is due; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

LAPSING_DAYS = 30
"""A status in force says "lapsing" this many days before it ends."""
SOON_DAYS = 7
DAY = timedelta(days=1)


class DutyStatus(StrEnum):
    """Every status a duty can have, worst first."""

    OVERDUE = "overdue"
    LAPSED = "lapsed"
    GRACE = "grace"
    DUE = "due"
    LAPSING = "lapsing"
    IN_FORCE = "in_force"


@dataclass(frozen=True)
class Instants:
    """What is stored of a duty. Without `grace_until` there is no tolerance."""

    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None
    grace_until: datetime | None = None
    held_until: datetime | None = None
    """Until when what was proved in the cycle before holds, where this one renews it."""


def status(instants: Instants, *, now: datetime) -> DutyStatus:
    """The status of a duty at `now`; never stored, since time alone changes it."""
    if instants.met_at is None:
        if instants.held_until is not None and now < instants.held_until:
            return DutyStatus.LAPSING
        if now <= instants.due_at:
            return DutyStatus.DUE
        return DutyStatus.GRACE if now <= (instants.grace_until or instants.due_at) else DutyStatus.OVERDUE
    if instants.in_force_until is None:
        return DutyStatus.IN_FORCE
    if now >= instants.in_force_until:
        return DutyStatus.LAPSED
    if now >= instants.in_force_until - timedelta(days=LAPSING_DAYS):
        return DutyStatus.LAPSING
    return DutyStatus.IN_FORCE


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time.min, tzinfo=zone)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last instant of a day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def due_at(*, opened_on: date, days: int, zone: tzinfo) -> datetime:
    """The last instant of the due day, in the organisation's zone."""
    return end_of(opened_on + timedelta(days=days), zone)
