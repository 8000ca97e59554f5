"""Refused, about payments that wait for their payer: how each expected no is brought about."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.desk import subscribed

CASES: dict[str, Callable[[], Rejection]] = {
    "nothing_to_authenticate": lambda: subscribed().refused("authenticate_payment", payment="pay-1"),
}
