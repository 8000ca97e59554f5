"""Storms of time: with both proration units, at any hour, over days that clocks shorten and lengthen, one jump equals daily steps."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import engine
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import verify, verify_journal
from tests.engine.test_engine_storms import COMMANDS, ZONES, Storm

# The nights on which São Paulo, New York and Lisbon moved their clocks lie shortly after these.
START = st.sampled_from(["2018-10-31T00:00", "2026-10-31T00:30", "2027-03-13T02:30:07", "2027-02-28T23:59:59"])
LATER = st.fixed_dictionaries(
    {"customer": st.just("ana"), "price": st.sampled_from(["m1", "y1", "w1"])},
    optional={
        "starts": st.sampled_from(["2018-11-04", "2027-03-14T02:30", "2027-03-28T01:30"]),
        "trial_days": st.integers(1, 20),
        "ends": st.sampled_from(["2018-11-20", "2027-05-05T11:11:11"]),
        "coupon": st.just("five"),
    },
).map(lambda given: ("subscribe", given))
OF_LATER = st.sampled_from(["sub-3", "sub-4"]).flatmap(
    lambda one: st.sampled_from([("cancel", {"subscription": one}), ("undo_cancel", {"subscription": one})])
)
AMOUNTS = st.sampled_from([3990, 4490, 4990])
DAYS = st.sampled_from(["2018-12-01", "2027-04-01", "2027-06-01"])
CHANGES = st.fixed_dictionaries({"price": st.just("m1"), "amount": AMOUNTS, "effective": DAYS})


def _notice(change: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    facts = {
        "price": "m1",
        "old_amount": 3990,
        "amount": change["amount"],
        "effective_on": change["effective"],
    }
    return "send_message", {"customer": "ana", "template": "price_change", "fields": facts}


PRICES = st.one_of(
    CHANGES.map(lambda change: ("announce_price_change", {**change, "notice_days": 5})),
    CHANGES.map(_notice),
    st.sampled_from(["on", "off"]).map(lambda switch: ("set_policy", {"automation": switch})),
)
CARDS = st.sampled_from(["2018-12", "2027-04", "2031-01"]).map(
    lambda month: ("add_method", {"customer": "ana", "brand": "visa", "last4": "1881", "expires": month})
)
STEPS = st.lists(
    st.tuples(COMMANDS | LATER | OF_LATER | PRICES | CARDS, st.integers(0, 45), st.integers(0, 86_399)),
    min_size=3,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=START, zone=ZONES, unit=st.sampled_from(["day", "second"]), steps=STEPS)
def test_no_storm_of_either_unit_breaks_an_invariant(start: str, zone: str, unit: str, steps: list[Any]) -> None:
    one, other = Storm(start, zone, proration_unit=unit), Storm(start, zone, daily=True, proration_unit=unit)
    for (name, fields), days, seconds in steps:
        for storm in (one, other):
            storm.does(name, **fields)
            storm.passes(days, seconds)
        assert verify(one.world) == []
    assert verify_journal(one.world, one.events) == []
    assert journal_hash(one.events) == journal_hash(other.events)
    assert engine.report(one.world) == engine.report(other.world)


def _billed(storm: Storm) -> list[Any]:
    return [
        [(line.kind, line.amount, line.discount, line.tax) for line in invoice.document.lines]
        for invoice in storm.world.invoices.values()
    ]


WHOLE_DAYS = st.lists(st.tuples(COMMANDS, st.integers(0, 45)), min_size=3, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=st.sampled_from(["2026-10-31", "2027-02-28", "2028-02-29"]), steps=WHOLE_DAYS)
def test_where_no_clock_jumps_seconds_from_midnight_bill_what_days_do(start: str, steps: list[Any]) -> None:
    """Tokyo's days all have 86,400 seconds. `last_day` speaks of days alone, so it stays as it is."""
    days, seconds = (Storm(start, "Asia/Tokyo", proration_unit=unit) for unit in ("day", "second"))
    for (name, fields), passing in steps:
        for storm in (days, seconds):
            if name != "set_policy":
                storm.does(name, **fields)
            storm.passes(passing)
    assert _billed(days) == _billed(seconds)
