"""Refused, of time: units, future starts and price changes."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.desk import subscribed

CASES: dict[str, Callable[[], Rejection]] = {
    "proration_unit_in_use": lambda: subscribed().refused("set_policy", proration_unit="second"),
}
