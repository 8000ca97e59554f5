"""Report, of notices that are due and were not sent."""

from __future__ import annotations

from typing import Any

from sandbox.engine.reminders import TEMPLATE_OF, Reminder
from sandbox.engine.report.moments import moment


def reminder(one: Reminder, zone: str) -> dict[str, Any]:
    return {
        "about": one.about,
        "subject": one.subject,
        "customer": one.customer,
        "on": one.on.isoformat(),
        "since": moment(one.since, zone),
        "template": TEMPLATE_OF[one.about],
    }
