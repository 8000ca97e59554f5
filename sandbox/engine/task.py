"""Task: what a person still has to do, whom something was handed up to, and that something was noted of a customer."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

MATTER: Final = "matter"
"""What something handed up is about where it is about nobody in particular."""


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
    amount: int = 0
    """What it asks for in money; nothing where it names none."""


class Note(Struct, frozen=True):
    """That staff noted something of a customer: what, stands with the person and goes with them."""

    id: str
    customer: str
    at: datetime
    actor: str
