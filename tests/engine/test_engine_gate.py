"""The gate keeps its secrets: what banks and payers will say is on no agenda that people see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import fields

from sandbox.engine import collection, decode_event, encode_event
from sandbox.engine.codec import canonical
from sandbox.engine.commands import Gateway, MethodSpec, OfMethod
from sandbox.engine.events import MethodAdded, RefundMade
from sandbox.engine.gateway import DECLINES, ScriptEntry
from sandbox.engine.world import RANKS, UNTOLD, coming, next_due, next_told
from tests.engine.desk import opened, subscribed


def test_what_a_bank_will_say_is_not_on_the_agenda() -> None:
    desk = opened()
    late = {"code": "approve", "webhooks": [{"event": "settled", "after_minutes": 90}]}
    desk.do("add_customer", id="ana", methods=[{"script": [late], "refund_fails": ["declined"]}])
    desk.do("add_customer", id="duda", methods=[{"kind": "pix_automatico", "mandate": ["later"]}])
    desk.do("request_mandate", customer="duda")
    desk.do("subscribe", id="s1", customer="ana", price="basic-m")
    desk.do("record_payment", invoice="inv-1", amount=4990)
    hidden = {due.kind for due in desk.world.scheduled.values()} & UNTOLD
    assert hidden == {"webhook", "mandate_answer"}
    assert not {due.kind for due in coming(desk.world, 100)} & UNTOLD
    assert set(RANKS) >= UNTOLD
    desk.until("2026-10-01T02:00")
    # The payer answers within a day; what people are told of next is the renewal.
    renewal = datetime(2026, 11, 1, 3, tzinfo=UTC)
    assert next_told(desk.world) == renewal != next_due(desk.world)
    assert next_told(desk.world, {"retry"}) is None


def test_a_script_without_messages_keeps_the_bytes_it_always_had() -> None:
    assert canonical(ScriptEntry("approve")) == b'{"code":"approve","network":{"mac":null},"until":null}'


def test_a_refund_that_arrives_keeps_the_bytes_it_always_had() -> None:
    desk = subscribed()
    desk.do("refund", payment="pay-1", amount=100, reason="x")
    made = next(event for event in desk.events if isinstance(event, RefundMade))
    told = encode_event(made)["refund"]
    assert set(told) == {
        "id",
        "payment",
        "amount",
        "destination",
        "reason",
        "approver",
        "credit_note",
        "at",
    }
    assert decode_event(encode_event(made)) == made


def test_a_method_without_a_script_for_refunds_says_nothing_of_them() -> None:
    desk = subscribed()
    added = next(event for event in desk.events if isinstance(event, MethodAdded))
    assert "refund_fails" not in str(encode_event(added))
    assert MethodSpec().refund_fails == () and Gateway(customer="ana").next == ()


def test_a_second_capture_is_no_attempt_that_networks_count() -> None:
    desk = subscribed({"code": "approve", "webhooks": ["captured_again"]})
    desk.until("2026-10-01T00:01")
    assert [one["cause"] for one in desk.report["payments"]] == ["renewal", "duplicate"]
    invoice, method = desk.world.invoices["inv-1"], desk.world.methods["card"]
    assert [one.id for one in collection.attempts_with(desk.world, invoice, method)] == ["pay-1"]


@pytest.mark.parametrize("code", sorted(DECLINES))
def test_a_decline_told_late_ends_like_one_told_at_once(code: str) -> None:
    """The same decline, at once and by message, leads to the same state of debt, method and régua."""
    at_once = subscribed("approve", code)
    late = subscribed("approve", {"code": code, "webhooks": ["declined"]})
    for desk in (at_once, late):
        desk.until("2026-11-01T12:00")
    one, other = at_once.report, late.report
    assert one["payments"] == other["payments"]
    assert one["invoices"] == other["invoices"]
    assert one["subscriptions"] == other["subscriptions"]
    assert one["messages"] == other["messages"]
    assert at_once.world.methods["card"].refused == late.world.methods["card"].refused


def test_what_a_page_has_no_words_for_crowds_nothing_out() -> None:
    desk = opened()
    desk.do("add_customer", id="ana", methods=[{}])
    for _ in range(3):
        desk.do("subscribe", customer="ana", price="basic-m", trial_days=10)
    desk.do("subscribe", customer="ana", price="basic-m")
    assert {due.kind for due in coming(desk.world, 3)} == {"reminder"}
    assert [due.kind for due in coming(desk.world, 3, {"renewal"})] == ["renewal"]


def test_a_method_is_told_alike_with_its_customer_and_after() -> None:
    def told(kind: type[MethodSpec | OfMethod]) -> dict[str, object]:
        return {one.name: (one.type, one.default) for one in fields(kind) if one.name not in ("actor", "customer")}

    assert told(OfMethod) == told(MethodSpec)
