"""Refused, of time: units, future starts and price changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import subscribed


def _to_come() -> Rejection:
    desk = subscribed()
    desk.do("subscribe", id="s2", customer="rita", price="basic-m", starts="2026-12-01")
    return desk.refused("change_quantity", subscription="s2", quantity=2)


def _announced(**fields: Any) -> Rejection:
    asked = {"price": "basic-m", "amount": 5490, "effective": "2027-01-01", **fields}
    return subscribed().refused("announce_price_change", **asked)


def _announced_twice() -> Rejection:
    desk = subscribed()
    desk.do("announce_price_change", price="basic-m", amount=5490, effective="2027-01-01")
    return desk.refused("announce_price_change", price="basic-m", amount=5990, effective="2026-12-01")


def _told_already() -> Rejection:
    desk = subscribed()
    desk.do("announce_price_change", id="up", price="basic-m", amount=5490, effective="2027-01-01")
    return desk.refused("tell_price_change", change="up")


CASES: dict[str, Callable[[], Rejection]] = {
    "not_begun": _to_come,
    "price_stays": lambda: _announced(amount=4990),
    "price_change_too_soon": lambda: _announced(effective="2026-10-01"),
    "price_change_out_of_order": _announced_twice,
    "unknown_price_change": lambda: subscribed().refused("tell_price_change", change="who"),
    "everybody_was_told": _told_already,
    "proration_unit_in_use": lambda: subscribed().refused("set_policy", proration_unit="second"),
}
