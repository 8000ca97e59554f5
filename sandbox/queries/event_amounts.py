"""Event amounts: the one sum of money an event is about, in minor units, and its currency."""

from __future__ import annotations

from typing import Any, Final

CARRIERS: Final = ("document", "note", "refund", "payment", "dispute", "indemnity", "charge", "approval", "fee", "task")
"""What an event may carry whole."""


def amount_of(event: Any, currency: str) -> tuple[int | None, str]:
    """An invoice's total, a refund, an attempt, a gesture; nothing of an event that moves and asks no money."""
    own = getattr(event, "amount", None)
    if isinstance(own, int):
        return own, currency
    for name in CARRIERS:
        record = getattr(event, name, None)
        if record is None or isinstance(record, str):
            continue
        amount = getattr(record, "total", getattr(record, "amount", None))
        if isinstance(amount, int) and (amount or name == "document"):
            return amount, getattr(record, "currency", currency)
    return None, ""
