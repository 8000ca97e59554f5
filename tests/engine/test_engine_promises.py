"""The engine's promises: pure, replayable, one jump equals daily steps, keys answered once, books in
balance.
"""

from __future__ import annotations

import ast
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import engine
from sandbox.engine import events as ev
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import check_touched, verify, verify_journal
from sandbox.engine.invariants.broken import InvariantBroken
from sandbox.engine.invoicing import Refund
from sandbox.engine.ledger import Posting
from tests.engine.desk import Desk, subscribed

WAIT: dict[str, Any] = {"code": "insufficient_funds", "network": {"mac": 27}}
STORIES: dict[str, list[Any]] = {
    "approved": ["approve"],
    "recovered": ["approve", "insufficient_funds", "approve", "approve"],
    "waited": ["approve", WAIT, WAIT, "approve"],
    "never": ["approve", "insufficient_funds"],
    "stolen": ["approve", "stolen_card"],
    "timed_out": ["approve", "timeout_settled", "timeout_lost", "approve"],
}


def _closed(events: list[engine.Event]) -> list[engine.Event]:
    return [event for event in events if not isinstance(event, ev.ClockMoved)]


@pytest.mark.parametrize("story", sorted(STORIES))
def test_one_jump_writes_the_same_journal_as_daily_steps(story: str) -> None:
    jump, steps = subscribed(*STORIES[story]), subscribed(*STORIES[story])
    jump.until("2027-01-15")
    day = datetime(2026, 10, 1, 3, tzinfo=UTC)
    while day < datetime(2027, 1, 15, 3, tzinfo=UTC):
        day += timedelta(days=1)
        steps.until(day.isoformat())
    assert [engine.encode_event(event) for event in _closed(jump.events)] == [
        engine.encode_event(event) for event in _closed(steps.events)
    ]
    assert journal_hash(jump.events) == journal_hash(steps.events) == jump.world.chain == steps.world.chain
    assert jump.world == steps.world


@pytest.mark.parametrize("story", sorted(STORIES))
def test_replaying_the_journal_from_json_gives_the_live_world(story: str) -> None:
    desk = subscribed(*STORIES[story])
    desk.until("2026-12-20")
    desk.do("send_message", customer="rita", template="free_text", fields={"text": "Olá"})
    written = [json.dumps(engine.encode_event(event)) for event in desk.events]
    again = [engine.decode_event(json.loads(line)) for line in written]
    assert again == desk.events
    assert engine.replay(again) == desk.world
    assert engine.decode_world(engine.encode_world(desk.world)) == desk.world
    assert verify_journal(desk.world, desk.events) == []


def test_a_command_leaves_the_world_it_was_given_untouched() -> None:
    desk = subscribed("approve", WAIT, "approve")
    before, picture = desk.world, engine.encode_world(desk.world)
    desk.until("2027-03-01")
    desk.do("cancel", subscription="s1", when="now")
    assert engine.encode_world(before) == picture


def test_decide_reads_and_apply_repeats_it() -> None:
    desk = subscribed("approve")
    command = engine.command_from("refund", {"payment": "pay-1", "amount": 100, "reason": "x"}, desk.world)
    picture = engine.encode_world(desk.world)
    events = engine.decide(desk.world, command)
    assert isinstance(events, list)
    assert engine.encode_world(desk.world) == picture
    world = desk.world
    for event in events:
        world = engine.apply(world, event)
    answer = engine.execute(desk.world, command)
    assert isinstance(answer, engine.Outcome)
    assert world == answer.world
    assert tuple(events) == answer.events


def test_due_work_is_told_before_it_is_done() -> None:
    desk = subscribed("approve", "insufficient_funds")
    assert engine.next_due(desk.world) == datetime(2026, 11, 1, 3, tzinfo=UTC)
    assert [work.kind for work in engine.due(desk.world, datetime(2027, 1, 1, tzinfo=UTC))] == ["renewal"]
    desk.until("2026-11-01")
    kinds = [work.kind for work in engine.due(desk.world, datetime(2027, 1, 1, tzinfo=UTC))]
    assert kinds == ["retry", "final_notice", "suspend", "dunning_cancel", "renewal"]


def test_at_one_instant_a_cancellation_comes_before_the_renewal_and_the_renewal_before_a_retry() -> None:
    desk = subscribed("approve")
    desk.do("cancel", subscription="s1")
    desk.until("2026-11-01")
    assert [type(event).__name__ for event in desk.events[-2:]] == ["SubscriptionCancelled", "ClockMoved"]


def test_a_repeated_key_is_answered_without_being_done_again() -> None:
    desk = subscribed("approve")
    first = desk.do("refund", key="k", payment="pay-1", amount=100, reason="x")
    again = desk.do("refund", key="k", payment="pay-1", amount=100, reason="x")
    assert again.events == ()
    assert again.repeats == first.events[0].group
    assert again.world is desk.world
    assert desk.refused("refund", key="k", payment="pay-1", amount=200, reason="x").code == "key_reused"
    jump = desk.do("advance", key="go", to="2026-12-01")
    assert desk.do("advance", key="go", to="2026-12-01").events == ()
    assert jump.events
    assert engine.replay(desk.events) == desk.world


def test_opening_keeps_its_key_too() -> None:
    empty = engine.World.empty()
    command = engine.command_from("open_company", {"start": "2026-01-01"}, empty)
    opened = engine.execute(empty, command, key="open")
    assert isinstance(opened, engine.Outcome)
    again = engine.execute(opened.world, command, key="open")
    assert isinstance(again, engine.Outcome)
    assert again.events == ()


def test_a_retry_somebody_set_survives_an_attempt_by_hand() -> None:
    desk = subscribed("approve", WAIT, "generic_decline", "approve", automation="off")
    desk.until("2026-11-01T09:00")
    desk.do("schedule_retry", invoice="inv-2", at="2026-11-08T10:00")
    desk.do("collect", invoice="inv-2")
    assert desk.report["invoices"][1]["retry_at"] == "2026-11-08T10:00:00-03:00"
    desk.until("2026-11-08T10:00")
    assert desk.report["invoices"][1]["status"] == "paid"
    assert engine.next_due(desk.world) == datetime(2026, 12, 1, 3, tzinfo=UTC)


def test_with_automation_off_doing_nothing_leaves_the_problem_there() -> None:
    desk = subscribed("approve", "insufficient_funds", "approve", automation="off")
    desk.until("2026-11-14T12:00")
    assert len(desk.world.payments) == 2
    assert desk.world.messages == {}
    assert desk.report["subscriptions"][0]["status"] == "past_due"
    desk.until("2026-11-15")
    assert desk.report["subscriptions"][0]["status"] == "suspended"


def test_every_event_says_when_why_and_by_whom() -> None:
    desk = subscribed("approve", "insufficient_funds", "approve")
    desk.until("2026-12-01")
    assert {event.actor for event in desk.events} == {"trainee", "clock"}
    groups = [event.group for event in _closed(desk.events)]
    assert groups == sorted(groups, key=lambda group: int(group[1:]))
    renewal = next(event for event in desk.events if isinstance(event, ev.SubscriptionRenewed))
    told_together = [type(event).__name__ for event in desk.events if event.group == renewal.group]
    assert told_together == [
        "SubscriptionRenewed",
        "InvoiceIssued",
        "PaymentAttempted",
        "SubscriptionPastDue",
        "DunningScheduled",
        "RetryScheduled",
        "MessageSent",
    ]


def test_revenue_is_earned_day_by_day_and_the_trial_balance_is_zero_every_day() -> None:
    desk = subscribed("approve", "insufficient_funds", "approve")
    day = datetime(2026, 10, 1, 3, tzinfo=UTC)
    earned = []
    for _ in range(62):
        day += timedelta(days=1)
        desk.until(day.isoformat())
        ledger = desk.report["ledger"]
        assert sum(ledger.values()) == 0
        earned.append(-ledger.get("revenue", 0))
    assert earned == sorted(earned)
    # the whole of October; then 4990 × 15/30 = 2495 of November
    assert earned[30] == 4990
    assert earned[45] == 4990 + 2495


def test_a_ledger_out_of_balance_is_reported_whole() -> None:
    desk = subscribed("approve")
    bad = ev.BalanceGranted(
        at=desk.world.now,
        group="g99",
        actor="trainee",
        customer="rita",
        amount=5,
        reason="",
        postings=(Posting("discounts", 5),),
    )
    broken = engine.apply(desk.world, bad)
    with pytest.raises(InvariantBroken, match="postings_sum_to_zero") as caught:
        check_touched(desk.world, broken, [bad])
    assert caught.value.events == (bad,)
    names = {name for name, _ in verify(broken)}
    assert {"ledger_sums_to_zero", "balances_are_what_is_held"} <= names


def test_money_given_back_twice_is_found() -> None:
    desk = subscribed("approve")
    desk.do("credit_note", invoice="inv-1", amount=4990, to="balance", reason="x")
    refund = Refund("ref-1", "pay-1", 1, "origin", "x", None, None, desk.world.now)
    postings = (Posting("refunds_payable", 1), Posting("cash_clearing", -1))
    bad = ev.RefundMade(at=desk.world.now, group="g99", actor="trainee", refund=refund, postings=postings)
    broken = engine.apply(desk.world, bad)
    with pytest.raises(InvariantBroken, match="given_back_within_paid"):
        check_touched(desk.world, broken, [bad])
    assert {name for name, _ in verify(broken)} == {"given_back_within_paid"}


def test_books_that_disagree_with_the_documents_are_found() -> None:
    desk = subscribed("timeout_settled", automation="off")
    invoice = desk.world.invoices["inv-1"]
    desk.world.invoices["inv-1"] = msgspec.structs.replace(invoice, unresolved=None)
    desk.world.ledger.update(cash_clearing=5, write_off=6, refunds_payable=-11)
    assert {name for name, _ in verify(desk.world)} == {
        "the_oldest_unanswered_payment_is_named",
        "cash_is_what_came_and_stayed",
        "write_off_is_what_was_given_up",
        "refunds_payable_is_what_is_owed",
    }


def test_an_approver_is_written_down_and_older_journals_keep_their_hash() -> None:
    desk = subscribed("approve")
    granted = desk.do("grant_balance", customer="rita", amount=20001, reason="x", approver="bruno").events[0]
    plain = desk.do("credit_note", invoice="inv-1", amount=1, to="outside").events[0]
    assert engine.encode_event(granted)["approver"] == "bruno"
    assert "approver" not in engine.encode_event(plain)["note"]


def test_a_gap_an_overlap_and_a_drift_are_found() -> None:
    desk = subscribed("approve")
    one = desk.world.subscriptions["s1"]

    def renewed(start: str, end: str) -> ev.SubscriptionRenewed:
        return msgspec.convert(
            {
                "type": "subscription_renewed",
                "at": desk.world.now,
                "group": "g50",
                "actor": "clock",
                "subscription": "s1",
                "period": {"start": start, "end": end},
                "term": one.term + 1,
                "renews_at": desk.world.now,
            },
            ev.SubscriptionRenewed,
        )

    for event, name in (
        (renewed("2026-11-03", "2026-12-01"), "periods_tile"),
        (renewed("2026-10-30", "2026-12-01"), "no_two_live_lines_overlap"),
        (renewed("2026-11-01", "2026-12-02"), "anchor_never_drifts"),
    ):
        with pytest.raises(InvariantBroken, match=name):
            check_touched(desk.world, engine.apply(desk.world, event), [event])


def test_a_number_out_of_order_is_found() -> None:
    desk = subscribed("approve")
    issued = next(event for event in desk.events if isinstance(event, ev.InvoiceIssued))
    document = msgspec.structs.replace(issued.document, id="inv-x", number=9)
    bad = msgspec.structs.replace(issued, document=document)
    with pytest.raises(InvariantBroken, match="numbering_without_gaps"):
        check_touched(desk.world, engine.apply(desk.world, bad), [bad])


ACTS = st.sampled_from(
    [
        ("advance", {}),
        ("collect", {"invoice": "inv-2"}),
        ("collect", {"invoice": "inv-1"}),
        ("schedule_retry", {"invoice": "inv-2"}),
        ("look_up_payment", {"payment": "pay-2"}),
        ("record_payment", {"invoice": "inv-2", "amount": 3000}),
        ("refund", {"payment": "pay-1", "amount": 1700, "reason": "x"}),
        ("credit_note", {"invoice": "inv-2", "amount": 1200, "to": "balance"}),
        ("credit_note", {"invoice": "inv-1", "amount": 900, "to": "refund"}),
        ("credit_note", {"invoice": "inv-1", "amount": 2300, "to": "balance"}),
        ("credit_note", {"invoice": "inv-1", "amount": 2300, "to": "outside"}),
        ("credit_note", {"invoice": "inv-2", "amount": 2600, "to": "refund"}),
        ("record_payment", {"invoice": "inv-1", "amount": 2100}),
        ("refund", {"payment": "pay-1", "amount": 3300, "reason": "x"}),
        ("refund", {"payment": "pay-2", "amount": 4990, "reason": "x"}),
        ("refund", {"payment": "pay-3", "amount": 1300, "reason": "x"}),
        ("look_up_payment", {"payment": "pay-3"}),
        ("void_invoice", {"invoice": "inv-2"}),
        ("mark_uncollectible", {"invoice": "inv-2"}),
        ("grant_balance", {"customer": "rita", "amount": 700, "reason": "x"}),
        ("cancel", {"subscription": "s1"}),
        ("undo_cancel", {"subscription": "s1"}),
        ("add_method", {"customer": "rita", "brand": "visa", "last4": "1111"}),
        ("set_policy", {"automation": "off"}),
        ("set_policy", {"automation": "on"}),
        ("gateway", {"customer": "rita", "next": ["generic_decline"]}),
        ("gateway", {"customer": "rita", "next": ["timeout_settled"]}),
    ]
)
WORDS = st.sampled_from(["approve", "insufficient_funds", "timeout_settled", "timeout_lost", "stolen_card"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(st.tuples(ACTS, st.integers(1, 20)), max_size=14))
def test_whatever_is_done_the_books_hold_and_the_journal_replays(
    script: list[str], acts: list[tuple[tuple[str, dict[str, Any]], int]]
) -> None:
    desk: Desk = subscribed(*script)
    desk.until("2026-11-01")
    for (name, fields), days in acts:
        given_fields = dict(fields)
        later = (desk.world.now + timedelta(days=days)).isoformat()
        if name == "advance":
            given_fields["to"] = later
        elif name == "schedule_retry":
            given_fields["at"] = later
        answer = engine.execute(desk.world, engine.command_from(name, given_fields, desk.world))
        if isinstance(answer, engine.Outcome):
            desk.world = answer.world
            desk.events.extend(answer.events)
        else:
            assert answer.sentence("pt-br") != answer.code
    assert verify_journal(desk.world, desk.events) == []
    assert sum(desk.report["ledger"].values()) == 0
    for event in desk.events:
        for language in ("pt-br", "en"):
            assert engine.narrate(event, desk.world, language).endswith(".")


def test_the_engine_imports_the_standard_library_and_msgspec_only() -> None:
    root = Path(engine.__file__).parent
    for path in root.rglob("*.py"):
        allowed = {"msgspec", "sandbox"} | ({"ruamel"} if path.name == "scenario.py" else set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                assert node.level == 0
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or top in allowed, f"{path.name} imports {name}"
                assert top != "sandbox" or name.startswith("sandbox.engine"), f"{path.name} imports {name}"
                assert top not in {"random", "time"}, f"{path.name} imports {name}"


def test_the_engine_has_no_float_no_wall_clock_and_no_round() -> None:
    root = Path(engine.__file__).parent
    for path in root.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path.name
            assert not (isinstance(node, ast.Name) and node.id in {"round", "float"}), path.name
            assert not (isinstance(node, ast.Attribute) and node.attr in {"utcnow", "today_utc"}), path.name
            if isinstance(node, ast.Attribute) and node.attr == "now" and isinstance(node.value, ast.Name):
                assert node.value.id not in {"datetime", "date"}, path.name


def test_two_hundred_subscriptions_advance_a_month_without_growing_slower() -> None:
    desk = Desk()
    desk.do("open_company", start="2026-01-01")
    desk.do("add_plan", id="p", prices=[{"id": "p", "amount": 4990}])
    for number in range(200):
        desk.do("add_customer", id=f"c{number}", methods=[{"brand": "visa", "last4": "4242"}])
        desk.do("subscribe", customer=f"c{number}", price="p", anchor_day=number % 28 + 1)
    counts = [len(desk.until(f"2026-{month:02d}-01").events) for month in range(2, 13)]
    # a renewal, an invoice and a payment for each, and the clock's own word
    assert counts[1:] == [601] * 10
    assert verify(desk.world) == []
