"""Refused, of time: units, future starts and price changes."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.desk import subscribed


def _to_come() -> Rejection:
    desk = subscribed()
    desk.do("subscribe", id="s2", customer="rita", price="basic-m", starts="2026-12-01")
    return desk.refused("change_quantity", subscription="s2", quantity=2)


CASES: dict[str, Callable[[], Rejection]] = {
    "not_begun": _to_come,
    "proration_unit_in_use": lambda: subscribed().refused("set_policy", proration_unit="second"),
}
