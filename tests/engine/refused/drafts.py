"""Refused, of drafts."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.desk import Desk, subscribed


def drafted() -> Desk:
    """Rita's second invoice is a draft until noon."""
    desk = subscribed("approve", finalise_after=12)
    desk.until("2026-11-01")
    return desk


CASES: dict[str, Callable[[], Rejection]] = {
    "not_a_draft": lambda: drafted().refused("finalise", invoice="inv-1"),
    "invoice_is_draft": lambda: drafted().refused("record_payment", invoice="inv-2", amount=1),
}
