"""Repricing: a renewal at a price nobody was told of is found, and so is a version that was never announced."""

from __future__ import annotations

import msgspec
import pytest

from sandbox import engine
from sandbox.engine import events as ev
from sandbox.engine.invariants import check_touched, verify
from sandbox.engine.invariants.broken import InvariantBroken
from tests.engine.desk import Desk, subscribed


def _announced(**policy: str) -> Desk:
    desk = subscribed(**policy)
    desk.do("announce_price_change", id="rise", price="basic-m", amount=5490, effective="2026-10-20", notice_days=5)
    return desk


def _taken(desk: Desk) -> ev.SubscriptionRepriced:
    (item,) = desk.world.subscriptions["s1"].items
    items = (msgspec.structs.replace(item, price="basic-m@2"),)
    return ev.SubscriptionRepriced(
        at=desk.world.now, group="g99", actor="clock", subscription="s1", items=items, changes=("rise",)
    )


def test_a_new_price_nobody_was_told_of_is_found() -> None:
    desk = _announced(automation="off")
    desk.until("2026-10-25")
    event = _taken(desk)
    with pytest.raises(InvariantBroken, match="no_new_price_untold"):
        check_touched(desk.world, engine.apply(desk.world, event), [event])


def test_a_version_that_is_not_in_force_is_found() -> None:
    desk = _announced()
    assert verify(desk.world) == []
    early = engine.apply(desk.world, _taken(desk))
    assert {name for name, _ in verify(early)} == {"held_prices_exist"}
    desk.until("2026-10-25")
    desk.world.prices["basic-m@2"] = msgspec.structs.replace(desk.world.prices["basic-m@2"], amount=1)
    assert {name for name, _ in verify(desk.world)} == {"versions_are_what_was_announced"}


def test_a_jump_over_two_renewals_and_two_changes_asks_each_of_them() -> None:
    desk = _announced()
    desk.do("announce_price_change", price="basic-m", amount=5990, effective="2026-11-20", notice_days=5)
    desk.until("2026-12-01")
    assert [invoice["total"] for invoice in desk.report["invoices"]] == [4990, 5490, 5990]
    assert verify(desk.world) == []
