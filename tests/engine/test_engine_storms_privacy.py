"""Storms of privacy: whatever is asked about people, offers, withdrawals and incidents, every invariant holds and no journal tells two stories."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import engine
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import verify, verify_journal
from tests.engine.test_engine_storms import COMMANDS as OF_MONEY
from tests.engine.test_engine_storms import START, SUBSCRIPTIONS, ZONES, Storm, asks

CUSTOMER = st.just("ana")
CASES = st.integers(1, 4).map(lambda n: f"case-{n}")
CATEGORIES = st.lists(
    st.sampled_from(["profile", "marketing", "support", "usage", "access_logs", "invoices", "payments", "consents"]),
    min_size=1,
    max_size=3,
    unique=True,
)
CHANNELS = st.sampled_from(["email", "sms", "in_app", "all"])
COMMANDS = st.one_of(
    asks(
        "set_consent",
        customer=CUSTOMER,
        purpose=st.sampled_from(["marketing", "marketing", "analytics"]),
        channel=CHANNELS,
        granted=st.booleans(),
        proof=st.just("checkbox"),
    ),
    asks(
        "set_consent",
        customer=CUSTOMER,
        purpose=st.just("immediate_start"),
        channel=st.just("checkout"),
        granted=st.booleans(),
        proof=st.just("checkbox"),
        about=SUBSCRIPTIONS,
    ),
    asks(
        "send_message",
        customer=CUSTOMER,
        template=st.just("campaign"),
        channel=st.sampled_from(["email", "sms"]),
        fields=st.just({"text": "hello"}),
    ),
    asks(
        "open_request",
        customer=CUSTOMER,
        kind=st.sampled_from(["access", "deletion", "portability", "revocation", "correction"]),
        by=st.sampled_from(["holder", "holder", "third_party"]),
    ),
    asks("verify_identity", case=CASES, method=st.sampled_from(["otp", "selfie", "power_of_attorney"])),
    asks(
        "answer_request",
        case=CASES,
        part=st.sampled_from(["full", "simplified"]),
        outcomes=CATEGORIES.flatmap(
            lambda found: st.sampled_from(["done", "kept", "refused"]).map(
                lambda outcome: [{"category": one, "outcome": outcome, "reason": "so it is"} for one in found]
            )
        ),
    ),
    asks("export_data", customer=CUSTOMER, case=CASES, categories=st.just(["profile", "invoices", "consents"])),
    asks("correct_data", customer=CUSTOMER, fields=st.just(["name"])),
    asks("erase_data", customer=CUSTOMER, categories=CATEGORIES),
    asks(
        "place_hold",
        customer=CUSTOMER,
        kind=st.sampled_from(["lawsuit", "investigation"]),
        categories=CATEGORIES,
        reason=st.just("case 12"),
    ),
    asks("release_hold", hold=st.integers(1, 3).map(lambda n: f"hold-{n}")),
    asks(
        "make_offer",
        customer=CUSTOMER,
        subscription=SUBSCRIPTIONS,
        channel=st.sampled_from(["in_app", "email"]),
        offer=st.sampled_from([{"coupon": "once"}, {"pause_days": 20}, {"price": "m1"}]),
    ),
    asks("answer_offer", offer=st.integers(1, 3).map(lambda n: f"offer-{n}"), accepted=st.booleans()),
    asks("withdraw", subscription=SUBSCRIPTIONS, approver=st.just("bia")),
    asks("withdraw", subscription=SUBSCRIPTIONS, approver=st.just("bia")),
    asks("report_incident", categories=st.just(["financial"]), holders=st.just({"br": 3, "eu": 1})),
    asks(
        "notify_incident",
        incident=st.just("incident-1"),
        to=st.sampled_from(["authority", "holders", "supplement"]),
        jurisdiction=st.sampled_from(["br", "eu"]),
        reason=st.just("late"),
    ),
    asks(
        "notify_incident",
        incident=st.just("incident-1"),
        to=st.just("holders"),
        jurisdiction=st.sampled_from(["br", "eu"]),
        outside=st.integers(1, 3),
        way=st.just("by post"),
        reason=st.just("late"),
    ),
    asks(
        "set_policy",
        offer_control=st.sampled_from([0, 50]),
        marketing_basis=st.sampled_from(["consent", "opt_out"]),
        jurisdiction=st.sampled_from(["br", "eu"]),
        offer_limit=st.integers(0, 3),
    ),
)
STEPS = st.lists(st.tuples(st.one_of(COMMANDS, COMMANDS, OF_MONEY), st.integers(0, 12)), min_size=3, max_size=14)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=START, zone=ZONES, steps=STEPS)
def test_no_storm_about_people_breaks_an_invariant(start: str, zone: str, steps: list[Any]) -> None:
    one, other = Storm(start, zone), Storm(start, zone, daily=True)
    for (name, fields), days in steps:
        for storm in (one, other):
            storm.does(name, **fields)
            storm.passes(days)
        assert verify(one.world) == []
    assert verify_journal(one.world, one.events) == []
    assert journal_hash(one.events) == journal_hash(other.events)
    assert engine.report(one.world) == engine.report(other.world)
