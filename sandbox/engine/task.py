"""Task: what a person still has to do, and whom something was handed up to."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Task(Struct, frozen=True, omit_defaults=True):
    """Something a person has to do; an escalation names whom it went `to`."""

    id: str
    kind: str
    about: str
    opened_at: datetime
    actor: str
    to: str | None = None
    reason: str = ""
    closed_at: datetime | None = None
    result: str = ""
