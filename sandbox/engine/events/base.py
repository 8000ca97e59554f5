"""Events base: what every one of them says."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct


def snake_case(name: str) -> str:
    """`InvoiceIssued` becomes `invoice_issued`, the tag written into the journal."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Base(Struct, frozen=True, gc=False, kw_only=True, tag_field="type", tag=snake_case):
    """What every event says: when, in answer to which command or due work, and by whom it was asked."""

    at: datetime
    group: str
    actor: str


class CommandKeyed(Base, frozen=True, kw_only=True):
    """A command came with an idempotency key: its repetition is answered with this group, not done again."""

    key: str
    digest: str


class ClockMoved(Base, frozen=True, kw_only=True):
    """The company's present. Kept in the journal for replay, but outside its hash: one jump equals daily
    steps.
    """

    to: datetime
    key: str | None = None
    digest: str | None = None
