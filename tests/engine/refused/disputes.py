"""Refused, about disputes: how each expected no is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import Desk, subscribed


def _disputed(**fields: Any) -> Desk:
    desk = subscribed("approve")
    desk.do("open_dispute", id="d1", payment="pay-1", reason="fraudulent", **fields)
    return desk


def _contested_twice() -> Rejection:
    desk = _disputed()
    desk.do("contest_dispute", dispute="d1", evidence="registro de acesso")
    return desk.refused("contest_dispute", dispute="d1", evidence="mais um")


def _closed() -> Rejection:
    desk = _disputed()
    desk.do("accept_dispute", dispute="d1")
    return desk.refused("resolve_dispute", dispute="d1", outcome="won")


def _boleto() -> Rejection:
    desk = subscribed("insufficient_funds")
    desk.do("record_payment", id="b1", invoice="inv-1", amount=4990, rail="boleto")
    return desk.refused("open_dispute", payment="b1")


CASES: dict[str, Callable[[], Rejection]] = {
    "unknown_dispute": lambda: subscribed().refused("accept_dispute", dispute="who"),
    "dispute_exceeds_captured": lambda: _disputed(amount=3000).refused("open_dispute", payment="pay-1", amount=1991),
    "rail_has_no_disputes": _boleto,
    "dispute_closed": _closed,
    "dispute_already_contested": _contested_twice,
    "evidence_missing": lambda: _disputed().refused("contest_dispute", dispute="d1"),
    "dispute_open": lambda: _disputed(amount=10).refused("refund", payment="pay-1", amount=10, reason="x"),
}
