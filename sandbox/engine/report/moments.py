"""Moments: an instant as the company writes it."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine import calendar


def moment(instant: datetime | None, zone: str) -> str | None:
    return None if instant is None else calendar.local(instant, zone).isoformat()
