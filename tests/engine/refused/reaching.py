"""Refused of reaching many: how each no is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import subscribed


def _sent(template: str, **fields: Any) -> Rejection:
    return subscribed().refused("send_messages", customers=["rita"], template=template, fields=fields)


CASES: dict[str, Callable[[], Rejection]] = {
    "not_for_many": lambda: _sent("renewal_notice", amount=4990, renews_on="2026-11-01"),
    "nobody_to_reach": lambda: _sent("campaign", text="Novidades"),
}
