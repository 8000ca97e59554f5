"""Refused, about amends: how each expected no is brought about."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.desk import Desk, subscribed


def _refunded() -> Desk:
    desk = subscribed()
    desk.do("refund", payment="pay-1", amount=1000, reason="cobrança indevida")
    return desk


CASES: dict[str, Callable[[], Rejection]] = {
    "indemnity_exceeds_refunded": lambda: _refunded().refused(
        "pay_indemnity", payment="pay-1", amount=1001, approver="bruno"
    ),
    "indemnity_needs_approver": lambda: _refunded().refused("pay_indemnity", payment="pay-1", amount=1000),
}
