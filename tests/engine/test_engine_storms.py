"""Storms: random commands over random calendars break no invariant, and a journal tells one story however it was made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import engine
from sandbox.engine import Outcome, World, command_from, execute
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import verify, verify_journal

PRICES = [
    {"id": "m1", "amount": 3990, "tax": ["vat"]},
    {"id": "m2", "amount": 7990},
    {"id": "m3", "amount": 0},
    {"id": "y1", "amount": 36500, "interval": "year", "tax": ["vat"]},
    {"id": "w1", "amount": 777, "interval": "week"},
]
CODES = ["approve", "insufficient_funds", "stolen_card", "timeout_settled", "timeout_lost", "expired_card"]
SUBSCRIPTIONS = st.sampled_from(["s1", "s2"])
INVOICES = st.integers(1, 9).map(lambda n: f"inv-{n}")
WHEN = st.sampled_from(["now", "period_end"])
AMOUNTS = st.integers(1, 9000)
CHANGES = st.fixed_dictionaries(
    {
        "subscription": SUBSCRIPTIONS,
        "price": st.sampled_from([price["id"] for price in PRICES]),
        "when": WHEN,
        "proration": st.sampled_from(["prorate", "prorate", "none"]),
        "anchor": st.sampled_from(["keep", "reset"]),
    }
)


def asks(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.fixed_dictionaries(fields).map(lambda given: (name, given))


PAYMENTS = st.integers(1, 9).map(lambda n: f"pay-{n}")
DISPUTES = st.integers(1, 4).map(lambda n: f"dp-{n}")
OF_THE_GATE = (
    asks("open_dispute", payment=PAYMENTS, amount=AMOUNTS),
    asks("contest_dispute", dispute=DISPUTES, evidence=st.just("x")),
    asks("accept_dispute", dispute=DISPUTES),
    asks("resolve_dispute", dispute=DISPUTES, outcome=st.sampled_from(["won", "lost"])),
    asks(
        "gateway",
        customer=st.just("ana"),
        refund_fails=st.lists(st.sampled_from(["succeeds", "declined"]), min_size=1, max_size=3),
    ),
)
COMMANDS = st.one_of(
    CHANGES.map(lambda given: ("change_plan", given)),
    asks("change_quantity", subscription=SUBSCRIPTIONS, quantity=st.integers(1, 4), when=WHEN),
    asks("change_anchor", subscription=SUBSCRIPTIONS, day=st.integers(1, 31), when=WHEN),
    asks(
        "cancel",
        subscription=SUBSCRIPTIONS,
        when=st.sampled_from(["now", "period_end", "2027-02-10"]),
        refund=st.sampled_from(["none", "prorated", "full"]),
        approver=st.just("bia"),
    ),
    asks("undo_cancel", subscription=SUBSCRIPTIONS),
    asks("undo_change", subscription=SUBSCRIPTIONS),
    asks("pause", subscription=SUBSCRIPTIONS, kind=st.sampled_from(["service", "collection", "invoicing"])),
    asks("resume", subscription=SUBSCRIPTIONS),
    asks("add_charge", subscription=SUBSCRIPTIONS, amount=AMOUNTS),
    asks("invoice_now", customer=st.just("ana")),
    asks("apply_coupon", subscription=SUBSCRIPTIONS, coupon=st.sampled_from(["ten", "five", "once"])),
    asks(
        "credit_note",
        invoice=INVOICES,
        amount=AMOUNTS,
        to=st.sampled_from(["remaining", "balance", "refund", "outside"]),
        approver=st.just("bia"),
    ),
    asks("refund", payment=PAYMENTS, amount=AMOUNTS, reason=st.just("x")),
    # Whole periods too, so that a later change finds one that was given back.
    asks(
        "refund",
        payment=PAYMENTS,
        amount=st.sampled_from([3990, 7990, 23970]),
        reason=st.just("x"),
        approver=st.just("bia"),
    ),
    asks("void_invoice", invoice=INVOICES),
    asks("mark_uncollectible", invoice=INVOICES),
    asks("collect", invoice=INVOICES),
    asks("record_payment", invoice=INVOICES, amount=AMOUNTS),
    asks("gateway", customer=st.just("ana"), next=st.lists(st.sampled_from(CODES), min_size=1, max_size=3)),
    *OF_THE_GATE,
    asks("set_policy", last_day=st.sampled_from(["exclusive", "inclusive"])),
)
STEPS = st.lists(st.tuples(COMMANDS, st.integers(0, 45)), min_size=3, max_size=14)
START = st.sampled_from(["2026-10-31", "2027-02-28", "2028-02-29", "2026-12-01T13:30"])
ZONES = st.sampled_from(["America/Sao_Paulo", "Asia/Tokyo", "America/New_York", "Europe/Lisbon"])


class Storm:
    """A company driven by whatever comes; a refusal changes nothing."""

    def __init__(self, start: str, zone: str, *, daily: bool = False, **policy: Any) -> None:
        self.world = World.empty()
        self.events: list[engine.Event] = []
        self.daily = daily
        self.does("open_company", start=start, timezone=zone, taxes=[{"id": "vat", "percent": "17.5"}], policy=policy)
        self.does("add_plan", id="all", prices=PRICES)
        self.does("add_coupon", id="ten", percent="10", duration="forever")
        self.does("add_coupon", id="five", amount=500, duration={"months": 2})
        self.does("add_coupon", id="once", percent="33.3")
        self.does("add_customer", id="ana", methods=[{"brand": "mastercard", "last4": "4444"}])
        self.does("subscribe", id="s1", customer="ana", price="m1", anchor_day=31)
        self.does("subscribe", id="s2", customer="ana", items=[{"price": "m2", "quantity": 3}], trial_days=10)

    def does(self, name: str, **fields: Any) -> None:
        answer = execute(self.world, command_from(name, fields, self.world))
        if isinstance(answer, Outcome):
            self.world = answer.world
            self.events.extend(answer.events)

    def passes(self, days: int, seconds: int = 0) -> None:
        zone = self.world.require_company().timezone
        end = engine.calendar.add_days(self.world.now, days, zone) + timedelta(seconds=seconds)
        if self.daily:
            for day in range(1, days):
                self.does("advance", to=engine.calendar.add_days(end, day - days, zone).isoformat())
        self.does("advance", to=end.isoformat())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=START, zone=ZONES, steps=STEPS)
def test_no_storm_breaks_an_invariant(start: str, zone: str, steps: list[Any]) -> None:
    one, other = Storm(start, zone), Storm(start, zone, daily=True)
    for (name, fields), days in steps:
        for storm in (one, other):
            storm.does(name, **fields)
            storm.passes(days)
        assert verify(one.world) == []
    assert verify_journal(one.world, one.events) == []
    assert journal_hash(one.events) == journal_hash(other.events)
    assert engine.report(one.world) == engine.report(other.world)
