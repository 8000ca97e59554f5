"""Refused, of invoices that customers pay by themselves."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.desk import Desk, opened


def sent() -> Desk:
    """Duda pays by boleto within a week."""
    desk = opened()
    desk.do("add_customer", id="duda")
    desk.do("subscribe", id="s1", customer="duda", price="basic-m", collection="send", due_days=7)
    return desk


def _due_days() -> Rejection:
    return sent().refused("subscribe", customer="duda", price="basic-m", due_days=3)


CASES: dict[str, Callable[[], Rejection]] = {
    "due_days_need_send": _due_days,
    "sent_not_charged": lambda: sent().refused("schedule_retry", invoice="inv-1", at="2026-10-05"),
    "late_fee_above_limit": lambda: sent().refused("set_policy", late_fees={"fine": "2.01", "interest": 1}),
    "unknown_link": lambda: sent().refused("pay_link", link="who"),
}
