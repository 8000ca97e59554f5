"""Report, of notices that are due and were not sent."""

from __future__ import annotations

from typing import Any

from sandbox.engine import calendar
from sandbox.engine.reminders import TEMPLATE_OF, Reminder
from sandbox.engine.report.moments import moment
from sandbox.engine.world import World


def to_remind(world: World, zone: str) -> list[dict[str, Any]]:
    """What somebody still has to tell; once the day it speaks of has come, or its card is gone, it is late for that."""
    today = calendar.day_of(world.now, zone)
    return [_row(one, zone) for one in world.to_remind.values() if one.on > today and not _is_gone(world, one)]


def _is_gone(world: World, one: Reminder) -> bool:
    return one.about == "card" and world.methods[one.subject].replaced_by is not None


def _row(one: Reminder, zone: str) -> dict[str, Any]:
    return {
        "about": one.about,
        "subject": one.subject,
        "customer": one.customer,
        "on": one.on.isoformat(),
        "since": moment(one.since, zone),
        "template": TEMPLATE_OF[one.about],
    }
