"""Storms of documents: drafts, prices in arrears beside prices in advance; one jump equals daily steps."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import engine
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import verify, verify_journal
from tests.engine.test_engine_storms import COMMANDS, INVOICES, START, WHEN, ZONES, Storm, asks

ARREARS = [
    {"id": "a1", "amount": 3001, "timing": "arrears", "tax": ["vat"]},
    {"id": "a2", "amount": 7003, "timing": "arrears"},
    {"id": "ay", "amount": 36500, "interval": "year", "timing": "arrears"},
]
SUBSCRIPTIONS = st.sampled_from(["s3", "s4", "s5"])
ITEMS = st.lists(
    st.fixed_dictionaries({"price": st.sampled_from(["a1", "a2", "m1", "m2"]), "quantity": st.integers(1, 2)}),
    min_size=1,
    max_size=3,
)
HABITS = st.sampled_from(["pays", "new_card", "never"])
OF_DOCUMENTS = st.one_of(
    asks("finalise", invoice=INVOICES),
    asks("send_payment_link", invoice=INVOICES),
    asks("pay_link", link=st.integers(1, 4).map(lambda n: f"link-{n}")),
    asks(
        "set_habits",
        customer=st.sampled_from(["ana", "bob"]),
        slips=st.lists(st.fixed_dictionaries({"code": HABITS, "after_hours": st.integers(0, 400)}), max_size=2),
        links=st.lists(st.fixed_dictionaries({"code": HABITS, "after_hours": st.integers(0, 90)}), max_size=2),
    ),
    asks("record_payment", invoice=INVOICES, amount=st.integers(1, 9000), rail=st.just("boleto")),
    asks("set_policy", late_fees=st.sampled_from([{"fine": "2", "interest": "1"}, {"fine": "0"}])),
    asks("invoice_now", subscription=st.just("s5")),
    asks("set_policy", finalise_after=st.sampled_from([0, 1, 30, 720])),
    asks(
        "change_items",
        subscription=SUBSCRIPTIONS,
        items=ITEMS,
        when=WHEN,
        proration=st.sampled_from(["prorate", "prorate", "none"]),
    ),
    asks("change_plan", subscription=st.just("s3"), price=st.sampled_from(["a1", "a2", "m1", "ay", "y1"])),
    asks("change_anchor", subscription=SUBSCRIPTIONS, day=st.integers(1, 31), when=WHEN),
    asks("cancel", subscription=SUBSCRIPTIONS, when=st.sampled_from(["now", "period_end", "2027-02-10"])),
    asks("undo_cancel", subscription=SUBSCRIPTIONS),
    asks("pause", subscription=SUBSCRIPTIONS, kind=st.sampled_from(["service", "collection", "invoicing"])),
    asks("resume", subscription=SUBSCRIPTIONS),
    asks("add_charge", subscription=SUBSCRIPTIONS, amount=st.integers(1, 900)),
    asks("apply_coupon", subscription=SUBSCRIPTIONS, coupon=st.sampled_from(["ten", "five", "once"])),
)
STEPS = st.lists(
    st.tuples(st.one_of(OF_DOCUMENTS, OF_DOCUMENTS, COMMANDS), st.integers(0, 40)), min_size=3, max_size=14
)


class Papers(Storm):
    """A company with a subscription in arrears, one of both timings and one that is paid by boleto."""

    def __init__(self, start: str, zone: str, *, daily: bool = False, **policy: Any) -> None:
        super().__init__(start, zone, daily=daily, **policy)
        self.does("add_plan", id="after", prices=ARREARS)
        self.does("subscribe", id="s3", customer="ana", price="a1", anchor_day=15)
        self.does("subscribe", id="s4", customer="ana", items=[{"price": "a2"}, {"price": "m2"}], trial_days=5)
        self.does("set_policy", late_fees={"fine": "2", "interest": "1"})
        self.does("subscribe", id="s5", customer="ana", price="m1", collection="send", due_days=5)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=START,
    zone=ZONES,
    unit=st.sampled_from(["day", "day", "second"]),
    hours=st.sampled_from([0, 1, 30]),
    steps=STEPS,
)
def test_no_storm_of_documents_breaks_an_invariant(
    start: str, zone: str, unit: str, hours: int, steps: list[Any]
) -> None:
    one, other = (
        Papers(start, zone, daily=daily, proration_unit=unit, finalise_after=hours) for daily in (False, True)
    )
    for (name, fields), days in steps:
        for storm in (one, other):
            storm.does(name, **fields)
            storm.passes(days)
        assert verify(one.world) == []
    assert verify_journal(one.world, one.events) == []
    assert journal_hash(one.events) == journal_hash(other.events)
    assert engine.report(one.world) == engine.report(other.world)
    for event in one.events:
        assert engine.narrate(event, one.world, "en").endswith(".")
