"""The fold that reports stand on: put away at any event and taken up again it says the same, and its books are the books."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.engine import Event, calendar, trial_balance_at
from sandbox.engine.metrics import (
    EVERY_DEFINITION,
    Closed,
    Fold,
    aging,
    decode_fold,
    encode_fold,
    measure,
    metrics_of,
)
from sandbox.engine.running import run_scenario
from sandbox.engine.scenario import read_scenario
from tests.engine.desk import Desk, opened

FILES = sorted((Path(__file__).parents[1] / "scenarios").rglob("*.yaml"))


def whole(events: list[Event]) -> list[Closed]:
    fold = Fold.begin(EVERY_DEFINITION, with_books=True)
    for event in events:
        fold.take(event)
    return fold.finish()


def resumed(events: list[Event], cuts: set[int]) -> list[Closed]:
    """The same, put away after these events; the running month is looked at every time."""
    fold = Fold.begin(EVERY_DEFINITION, with_books=True)
    months: list[Closed] = []
    for place, event in enumerate(events):
        if place in cuts:
            fold.running()
            months += fold.harvest()
            fold = decode_fold(encode_fold(fold))
        fold.take(event)
    last = fold.running()
    return months + fold.harvest() + ([last] if last is not None else [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_resumed_it_says_the_same_of_every_story(path: Path) -> None:
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8"), name=path.name))
    events = list(run.events)
    months = whole(events)
    assert resumed(events, set(range(0, len(events), max(1, len(events) // 7)))) == months
    if not months:
        return
    company = run.world.require_company()
    for definitions in EVERY_DEFINITION:
        policy = definitions.policy
        assert metrics_of(months, policy) == measure(events, policy)
    assert months[-1].books is not None
    assert months[-1].books.closing == trial_balance_at(events, run.world.now)
    # What is open by age is what customers owe.
    today = calendar.day_of(run.world.now, company.timezone)
    assert sum(one.amount for one in aging(run.world, today)) == run.world.ledger.get("receivable", 0)


def story() -> Desk:
    """Failures, a coupon, a change, an end by choice, a refund and a correction, over eight months."""
    desk = opened("2026-01-31")
    desk.do("add_coupon", id="half", percent=50, duration={"months": 2})
    desk.do(
        "add_plan",
        id="pro",
        prices=[{"id": "pro-m", "amount": 9990}, {"id": "pro-y", "amount": 99000, "interval": "year"}],
    )
    people = {
        "ana": ["approve"],
        "bia": ["approve", "insufficient_funds"],
        "caio": ["approve", "insufficient_funds", "approve"],
        "davi": ["approve"],
    }
    for name, script in people.items():
        desk.do("add_customer", id=name, methods=[{"id": name, "brand": "visa", "last4": "4242", "script": script}])
    desk.do("subscribe", id="a", customer="ana", price="basic-m", coupon="half")
    desk.do("subscribe", id="b", customer="bia", price="basic-m")
    desk.do("subscribe", id="c", customer="caio", price="pro-m")
    desk.until("2026-03-10")
    desk.do("subscribe", id="d", customer="davi", price="pro-y")
    desk.do("refund", payment="pay-1", amount=1000, reason="apology")
    desk.do("credit_note", invoice="inv-2", amount=500, to="balance", reason="outage")
    desk.until("2026-05-20")
    desk.do("change_plan", subscription="a", price="pro-m")
    desk.do("cancel", subscription="c", when="now")
    desk.until("2026-08-15")
    return desk


@pytest.fixture(scope="module")
def told() -> tuple[list[Event], list[Closed]]:
    events = story().events
    return events, whole(events)


@given(cuts=st.sets(st.integers(0, 400), max_size=12))
@settings(max_examples=40, deadline=None)
def test_wherever_it_is_put_away_it_says_the_same(told: tuple[list[Event], list[Closed]], cuts: set[int]) -> None:
    events, months = told
    assert resumed(events, cuts) == months


def test_the_books_of_any_day_are_those_of_the_journal(told: tuple[list[Event], list[Closed]]) -> None:
    events, months = told
    day = calendar.day_of(events[0].at, "America/Sao_Paulo")
    for month in months:
        assert month.books is not None
        while f"{day:%Y-%m}" == month.month and day.isoformat() < "2026-08-15":
            end = datetime.combine(day, time(23, 59, 59), tzinfo=calendar.zone("America/Sao_Paulo")).astimezone(UTC)
            assert month.books.at_end_of(day.day) == trial_balance_at(events, end), day
            day += timedelta(days=1)


def test_a_month_that_is_over_never_changes(told: tuple[list[Event], list[Closed]]) -> None:
    events, months = told
    half = whole(events[: len(events) // 2])
    assert len(half) > 2
    assert half[:-1] == months[: len(half) - 1]


def test_a_slip_that_is_not_paid_in_time_is_a_failure_that_can_be_recovered() -> None:
    desk = opened("2026-01-05")
    for name in ("ana", "bia"):
        desk.do("add_customer", id=name, methods=[{"id": name, "kind": "boleto"}])
        desk.do("subscribe", id=name, customer=name, price="basic-m", collection="send", due_days=5)
    desk.until("2026-02-02")
    desk.do("record_payment", invoice="inv-1", amount=4990)
    found = measure(desk.events, desk.world.require_company().policy)
    january = found.recovery[0]
    assert (january.month, january.failed, january.amount) == ("2026-01", 2, 9980)
    assert (january.recovered, january.amount_recovered) == (1, 4990)
