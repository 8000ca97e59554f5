"""Forecasting: what is said of a renewal is what its invoice then comes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sandbox.engine.decide import reminding
from sandbox.engine.decide.turn import Turn
from sandbox.engine.forecasting import Renewal, booked, next_renewal, renewals
from tests.engine.desk import Desk, opened, subscribed


def _next(desk: Desk, subscription: str = "s1") -> Renewal:
    found = next_renewal(desk.world, desk.world.subscriptions[subscription])
    assert found is not None
    return found


def _bills(desk: Desk, on: date) -> int:
    desk.until(on.isoformat())
    return int(desk.report["invoices"][-1]["total"])


def _with_coupon(desk: Desk, **coupon: Any) -> None:
    desk.do("add_coupon", id="less", **coupon)
    desk.do("apply_coupon", coupon="less", subscription="s1")


def test_a_plain_renewal_comes_to_its_price() -> None:
    one = _next(subscribed())
    assert (one.on, one.amount, one.before, one.reasons) == (date(2026, 11, 1), 4990, 4990, ())


@pytest.mark.parametrize(
    ("coupon", "amount", "reasons"),
    [
        ({"percent": 20, "duration": {"months": 1}}, 4990, ("discount_ends",)),
        ({"percent": 20, "duration": {"months": 2}}, 3992, ()),
        ({"amount": 1000, "duration": "once"}, 3990, ()),
    ],
)
def test_a_coupon_counts_while_it_is_in_force_on_that_day(
    coupon: dict[str, Any], amount: int, reasons: tuple[str, ...]
) -> None:
    desk = subscribed()
    _with_coupon(desk, **coupon)
    one = _next(desk)
    assert (one.amount, one.reasons) == (amount, reasons)
    assert _bills(desk, one.on) == amount


def test_a_coupon_for_one_invoice_is_spent_by_the_first_of_two() -> None:
    desk = subscribed()
    _with_coupon(desk, amount=1000, duration="once")
    amounts = [one.amount for one in renewals(desk.world, date(2026, 11, 1), date(2027, 1, 1))]
    assert amounts == [3990, 4990]


def test_a_change_waiting_for_the_renewal_is_what_it_brings() -> None:
    desk = subscribed()
    desk.do("add_plan", id="pro", prices=[{"id": "pro-m", "amount": 7990}])
    desk.do("change_plan", subscription="s1", price="pro-m", when="period_end")
    one = _next(desk)
    assert (one.amount, one.before, one.reasons) == (7990, 4990, ("queued",))
    assert _bills(desk, one.on) == 7990


def test_a_new_price_counts_for_whom_it_was_told_in_time() -> None:
    desk = subscribed()
    desk.do("announce_price_change", price="basic-m", amount=5490, effective="2026-11-01", notice_days=30)
    told = renewals(desk.world, date(2026, 11, 1), date(2027, 1, 1))
    assert [(one.amount, one.reasons) for one in told] == [(5490, ("price",)), (5490, ("price",))]
    desk.until("2026-11-02")
    assert desk.report["invoices"][-1]["total"] == 5490
    assert _next(desk).reasons == ()


def test_who_was_told_too_late_keeps_the_old_price_for_that_term() -> None:
    desk = subscribed()
    desk.do("announce_price_change", price="basic-m", amount=5490, effective="2026-11-01", notice_days=45)
    assert [one.amount for one in renewals(desk.world, date(2026, 11, 1), date(2027, 1, 1))] == [4990, 5490]


def test_the_rest_of_a_term_that_was_cut_is_what_comes_next_at_the_price_it_has() -> None:
    desk = subscribed()
    desk.do("cancel", subscription="s1", when="2026-11-11")
    desk.until("2026-11-05")
    desk.do("undo_cancel", subscription="s1")
    desk.do("announce_price_change", price="basic-m", amount=5490, effective="2026-11-06", notice_days=0)
    found = renewals(desk.world, date(2026, 11, 5), date(2026, 12, 2))
    # 4990 × 20/30 = 3326.67 → 3327, and only then the new price
    assert [(one.on, one.amount, one.reasons) for one in found] == [
        (date(2026, 11, 11), 3327, ()),
        (date(2026, 12, 1), 5490, ("price",)),
    ]
    assert desk.report["price_changes"][0]["subscribers"][0]["renews"] == "2026-12-01"
    assert [_bills(desk, one.on) for one in found] == [3327, 5490]


def test_what_waits_to_be_billed_is_in_it() -> None:
    desk = subscribed()
    desk.do("add_charge", subscription="s1", amount=1500, description="Segunda via")
    one = _next(desk)
    assert (one.amount, one.reasons) == (6490, ("charges",))
    assert _bills(desk, one.on) == 6490


def test_taxes_on_top_are_in_it() -> None:
    desk = opened()
    desk.do("add_tax", id="iss", percent=5, inclusive=False)
    desk.do("set_policy", tax=["iss"])
    desk.do("add_customer", id="rita", methods=[{}])
    desk.do("subscribe", id="s1", customer="rita", price="basic-m")
    one = _next(desk)
    assert one.amount == 5240  # 4990 + 249.50
    assert _bills(desk, one.on) == 5240


def test_what_ends_or_stands_still_renews_no_more() -> None:
    for name, fields in (
        ("cancel", {"when": "period_end"}),
        ("pause", {"kind": "invoicing"}),
        ("pause", {"kind": "service"}),
    ):
        desk = subscribed()
        desk.do(name, subscription="s1", **fields)
        assert renewals(desk.world, date(2026, 11, 1), date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("kind", "on"),
    [("service", date(2026, 12, 10)), ("invoicing", date(2027, 1, 1))],
)
def test_a_pause_with_an_end_names_what_follows_it(kind: str, on: date) -> None:
    desk = subscribed()
    desk.until("2026-10-20")
    desk.do("pause", subscription="s1", kind=kind, until="2026-12-10T00:00")
    one = _next(desk)
    assert (one.on, one.amount) == (on, 4990)
    assert [each.on for each in renewals(desk.world, date(2026, 10, 20), date(2027, 1, 5))] == [on]
    assert _bills(desk, one.on) == one.amount


def test_a_pause_without_an_end_names_nothing() -> None:
    desk = subscribed()
    desk.do("pause", subscription="s1", kind="service")
    assert next_renewal(desk.world, desk.world.subscriptions["s1"]) is None


def test_who_does_not_pay_is_suspended_before_the_next_term_as_things_stand() -> None:
    desk = opened()
    desk.do("add_customer", id="rita", methods=[{"script": ["approve", *["insufficient_funds"] * 20]}])
    desk.do("subscribe", id="s1", customer="rita", price="basic-m")
    desk.until("2026-11-05")
    assert desk.world.subscriptions["s1"].status == "past_due"
    assert renewals(desk.world, date(2026, 11, 5), date(2027, 1, 5)) == []
    assert "renewal" not in {one.kind for one in booked(desk.world)}
    desk.do("record_payment", invoice="inv-2", amount=4990)
    assert _next(desk).on == date(2026, 12, 1)
    assert "renewal" in {one.kind for one in booked(desk.world)}


def test_the_renewal_that_a_cancellation_takes_is_not_booked() -> None:
    desk = subscribed()
    desk.do("cancel", subscription="s1")
    assert {one.kind for one in booked(desk.world)} == {"cancellation"}
    desk.do("undo_cancel", subscription="s1")
    assert {one.kind for one in booked(desk.world)} == {"renewal"}


def test_a_cancellation_for_a_later_day_lets_the_terms_before_it_begin() -> None:
    desk = subscribed()
    desk.do("cancel", subscription="s1", when="2026-12-10")
    assert [one.on for one in renewals(desk.world, date(2026, 11, 1), date(2027, 3, 1))] == [
        date(2026, 11, 1),
        date(2026, 12, 1),
    ]


def test_a_trial_shows_what_its_end_asks() -> None:
    desk = opened()
    desk.do("add_customer", id="rita", methods=[{}])
    desk.do("subscribe", id="s1", customer="rita", price="basic-m", trial_days=14)
    one = _next(desk)
    assert (one.on, one.amount, one.is_trial) == (date(2026, 10, 15), 4990, True)


def test_a_card_that_is_over_before_the_day_is_named() -> None:
    desk = opened()
    desk.do("add_customer", id="rita", methods=[{"expires": "2026-10"}])
    desk.do("subscribe", id="s1", customer="rita", price="basic-m")
    assert _next(desk).card_ends == date(2026, 11, 1)


def test_a_term_like_the_one_before_comes_to_what_the_whole_reckoning_says() -> None:
    desk = subscribed()
    subscription = desk.world.subscriptions["s1"]
    today = Turn(desk.world, at=desk.world.now, actor="forecast")
    assert reminding.goes_on_alike(today, subscription)
    assert reminding.next_amount(today, subscription) == reminding.as_billed(today, subscription) == _next(desk).amount
    _with_coupon(desk, percent=20, duration={"months": 1})
    today = Turn(desk.world, at=desk.world.now, actor="forecast")
    assert not reminding.goes_on_alike(today, desk.world.subscriptions["s1"])
