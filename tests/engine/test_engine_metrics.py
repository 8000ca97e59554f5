"""Metrics from a journal alone: the same however the clock was moved, and whole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from sandbox.engine import events as ev
from sandbox.engine import report
from sandbox.engine.catalogue import Policy
from sandbox.engine.invariants import verify_journal
from sandbox.engine.metrics import measure, monthly_recurring
from sandbox.engine.metrics.months import Month
from sandbox.engine.report.metrics import percent
from tests.engine.desk import Desk, opened


def company() -> Desk:
    """Three customers: one stays, one fails and is lost, one ends by choice."""
    desk = opened("2026-01-31")
    for name, script in (("ana", ["approve"]), ("bia", ["approve", "insufficient_funds"]), ("caio", ["approve"])):
        desk.do("add_customer", id=name, methods=[{"id": name, "brand": "visa", "last4": "4242", "script": script}])
        desk.do("subscribe", customer=name, price="basic-m")
    desk.do("cancel", subscription="sub-3", when="now")
    return desk


def test_one_jump_measures_as_daily_steps_do() -> None:
    jump, daily = company(), company()
    jump.until("2026-05-05")
    for month, days in ((2, 28), (3, 31), (4, 30), (5, 5)):
        for day in range(1, days + 1):
            daily.until(f"2026-{month:02d}-{day:02d}")
    policy = Policy()
    assert measure(jump.events, policy) == measure(daily.events, policy)
    assert report(jump.world, jump.events)["metrics"] == report(daily.world, daily.events)["metrics"]


def test_a_stream_is_read_once() -> None:
    desk = company()
    desk.until("2026-04-01")
    assert measure(iter(desk.events), Policy()).months[-1].closing == monthly_recurring(desk.world) == 4990


def test_a_world_that_its_movements_do_not_lead_to_is_found() -> None:
    desk = company()
    desk.until("2026-04-01")
    assert verify_journal(desk.world, desk.events) == []
    losses = (ev.SubscriptionSuspended, ev.SubscriptionCancelled)
    without = [event for event in desk.events if not isinstance(event, losses) or event.subscription != "sub-2"]
    assert "mrr_opening_and_movements_are_closing" in {name for name, _ in verify_journal(desk.world, without)}


@pytest.mark.parametrize(
    ("rate", "written"),
    [
        (Fraction(1, 19), "5.26"),
        (Fraction(1, 3), "33.33"),
        (Fraction(-1, 8), "-12.50"),
        (Fraction(-1, 10**6), "0.00"),
        (Fraction(2, 1), "200.00"),
        (None, None),
    ],
)
def test_a_rate_is_written_as_a_percentage(rate: Fraction | None, written: str | None) -> None:
    assert percent(rate) == written


def test_a_month_without_churn_has_no_lifetime_value() -> None:
    month = Month("2026-01", opening=1000, opening_customers=2)
    assert month.ltv("opening") is None
    lost = msgspec.structs.replace(month, churn=-500, churned_customers=1, cohort_lost=500, cohort_lost_customers=1)
    # 500 a customer ÷ 1/2.
    assert lost.ltv("opening") == 1000
    assert lost.logo_churn("average") == Fraction(2, 3)


@pytest.mark.parametrize(
    "policy", [{"mrr_past_due": "excluded"}, {"mrr_discounts": "ignored"}, {"churn_base": "average"}]
)
def test_the_report_names_the_switches_it_was_counted_by(policy: dict[str, Any]) -> None:
    desk = company()
    desk.do("set_policy", **policy)
    switches = report(desk.world, desk.events)["metrics"]["switches"]
    assert {name: switches[name] for name in policy} == policy
    assert verify_journal(desk.world, desk.events) == []
