"""Storms at the gate: first payments, messages, disputes and refunds in any order keep every invariant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import engine
from sandbox.engine import Outcome, World, command_from, execute
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import verify, verify_journal

MINUTES = st.sampled_from([0, 5, 60, 61, 1500, 9000])


def _message(*kinds: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"event": st.sampled_from(kinds), "after_minutes": MINUTES})


ANSWERS = st.one_of(
    st.sampled_from(
        ["approve", "insufficient_funds", "authentication_required", "timeout_settled", "timeout_lost", "stolen_card"]
    ),
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["approve", "timeout_settled"]),
            "webhooks": st.lists(_message("authorised", "settled", "captured_again"), min_size=1, max_size=4),
        }
    ),
    st.fixed_dictionaries(
        {
            "code": st.sampled_from(["insufficient_funds", "stolen_card", "authentication_required"]),
            "webhooks": st.lists(_message("declined"), min_size=1, max_size=2),
        }
    ),
)
SCRIPTS = st.lists(ANSWERS, min_size=1, max_size=4)


def _asks_confirmation(answer: Any) -> bool:
    return "authentication_required" in (answer, answer["code"] if isinstance(answer, dict) else "")


# A company whose first script is refused at the door has nobody to charge, and its storm would prove nothing.
OF_PIX = st.lists(ANSWERS.filter(lambda one: not _asks_confirmation(one)), min_size=1, max_size=4)
PAYERS = st.one_of(st.tuples(SCRIPTS, st.just("card")), st.tuples(OF_PIX, st.just("pix_automatico")))
PAYMENTS = st.integers(1, 9).map(lambda n: f"pay-{n}")
INVOICES = st.integers(1, 5).map(lambda n: f"inv-{n}")
DISPUTES = st.integers(1, 4).map(lambda n: f"dp-{n}")
AMOUNTS = st.one_of(st.integers(1, 8000), st.just(3990))


def _asks(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.fixed_dictionaries(fields).map(lambda given: (name, given))


COMMANDS = st.one_of(
    _asks("subscribe", customer=st.just("ana"), price=st.sampled_from(["m", "d"])),
    _asks("open_dispute", payment=PAYMENTS, amount=AMOUNTS),
    _asks("open_dispute", payment=PAYMENTS),
    _asks("contest_dispute", dispute=DISPUTES, evidence=st.just("x")),
    _asks("accept_dispute", dispute=DISPUTES),
    _asks("resolve_dispute", dispute=DISPUTES, outcome=st.sampled_from(["won", "lost"])),
    _asks("refund", payment=PAYMENTS, amount=AMOUNTS, reason=st.just("x"), approver=st.just("bia")),
    _asks(
        "credit_note",
        invoice=INVOICES,
        amount=AMOUNTS,
        to=st.sampled_from(["remaining", "balance", "refund", "outside"]),
        approver=st.just("bia"),
    ),
    _asks("request_mandate", customer=st.just("ana"), amount=st.sampled_from([None, 3989, 3990, 9000])),
    _asks("cancel_mandate", mandate=st.integers(1, 3).map(lambda n: f"man-{n}")),
    _asks("cancel_instruction", invoice=INVOICES),
    _asks("schedule_retry", invoice=INVOICES, at=st.sampled_from(["2026-11-05T10:00", "2026-11-09", "2026-12-03"])),
    _asks(
        "add_method",
        customer=st.just("ana"),
        kind=st.just("pix_automatico"),
        script=SCRIPTS,
        mandate=st.lists(st.sampled_from(["accepted", "refused", "later", "never"]), min_size=1, max_size=3),
    ),
    _asks("set_policy", pix_due_days=st.sampled_from([2, 5, 15])),
    _asks("goodwill", invoice=INVOICES, amount=AMOUNTS, approver=st.just("bia")),
    _asks("pay_indemnity", payment=PAYMENTS, amount=AMOUNTS, approver=st.just("bia")),
    _asks("authenticate_payment", payment=PAYMENTS),
    _asks("look_up_payment", payment=PAYMENTS),
    _asks("collect", invoice=INVOICES),
    _asks("record_payment", invoice=INVOICES, amount=AMOUNTS, rail=st.sampled_from(["pix", "link"])),
    _asks("void_invoice", invoice=INVOICES),
    _asks("mark_uncollectible", invoice=INVOICES),
    _asks("cancel", subscription=st.sampled_from(["sub-1", "sub-2"]), when=st.sampled_from(["now", "period_end"])),
    _asks("pause", subscription=st.sampled_from(["sub-1", "sub-2"]), kind=st.sampled_from(["service", "collection"])),
    _asks("resume", subscription=st.sampled_from(["sub-1", "sub-2"])),
    _asks("add_method", customer=st.just("ana"), kind=st.just("card"), script=SCRIPTS),
    _asks(
        "gateway",
        customer=st.just("ana"),
        next=SCRIPTS,
        refund_fails=st.lists(st.sampled_from(["succeeds", "declined"]), min_size=1, max_size=3),
    ),
    _asks("set_policy", first_payment=st.sampled_from(["incomplete", "past_due"])),
    _asks("set_policy", automation=st.sampled_from(["on", "off"])),
)
MONEY_BACK = st.one_of(
    _asks("refund", payment=st.just("pay-1"), amount=AMOUNTS, reason=st.just("x"), approver=st.just("bia")),
    _asks("refund", payment=st.just("pay-1"), amount=st.integers(1, 2000), reason=st.just("x")),
    _asks("open_dispute", payment=st.just("pay-1"), amount=st.integers(1, 3000)),
    _asks("accept_dispute", dispute=DISPUTES),
    _asks("resolve_dispute", dispute=DISPUTES, outcome=st.sampled_from(["won", "lost"])),
    _asks("pay_indemnity", payment=st.just("pay-1"), amount=st.integers(1, 2000), approver=st.just("bia")),
    _asks(
        "credit_note",
        invoice=st.just("inv-1"),
        amount=st.integers(1, 3000),
        to=st.sampled_from(["balance", "refund", "outside"]),
        approver=st.just("bia"),
    ),
)
DEBITS = st.one_of(
    _asks("collect", invoice=st.just("inv-1")),
    _asks(
        "schedule_retry",
        invoice=st.just("inv-1"),
        at=st.sampled_from([f"2026-11-{day:02}T{hour}:00" for day in range(2, 14) for hour in ("09", "18")]),
    ),
    _asks("record_payment", invoice=st.just("inv-1"), amount=st.integers(1, 500)),
    _asks("request_mandate", customer=st.just("ana"), amount=st.sampled_from([None, 3500, 9000])),
    _asks("cancel_instruction", invoice=st.just("inv-1")),
    _asks("look_up_payment", payment=PAYMENTS),
    _asks("set_policy", retry_days=st.sampled_from([[1, 2, 3, 4, 5], [3, 5, 8], [7, 8]])),
)
HOURS = st.sampled_from([0, 1, 3, 23, 24, 100, 700])
STEPS = st.lists(st.tuples(COMMANDS, HOURS), min_size=3, max_size=16)


class Storm:
    """A company driven by whatever comes; a refusal changes nothing."""

    def __init__(self, script: list[Any], kind: str, *, hourly: bool = False) -> None:
        self.world = World.empty()
        self.events: list[engine.Event] = []
        self.hourly = hourly
        self.does("open_company", start="2026-10-31T10:00", policy={"first_payment": "incomplete"})
        self.does(
            "add_plan",
            id="all",
            prices=[{"id": "m", "amount": 3990}, {"id": "d", "amount": 390, "interval": "day", "count": 3}],
        )
        brand = "mastercard" if kind == "card" else ""
        self.does("add_customer", id="ana", methods=[{"kind": kind, "brand": brand, "script": script}])
        self.does("request_mandate", customer="ana")
        self.does("subscribe", customer="ana", price="m")

    def does(self, name: str, **fields: Any) -> None:
        answer = execute(self.world, command_from(name, fields, self.world))
        if isinstance(answer, Outcome):
            self.world = answer.world
            self.events.extend(answer.events)

    def passes(self, hours: int) -> None:
        step = 24 if hours > 48 else 1
        end = self.world.now + timedelta(hours=hours)
        if self.hourly:
            for hour in range(step, hours, step):
                self.does("advance", to=(end - timedelta(hours=hours - hour)).isoformat())
        self.does("advance", to=end.isoformat())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(payer=PAYERS, steps=STEPS)
def test_no_storm_at_the_gate_breaks_an_invariant(payer: tuple[list[Any], str], steps: list[Any]) -> None:
    _weather(*payer, steps)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fails=st.lists(st.booleans(), min_size=1, max_size=4), steps=st.lists(st.tuples(MONEY_BACK, HOURS), max_size=14))
def test_money_given_back_in_any_order_is_given_back_once(fails: list[bool], steps: list[Any]) -> None:
    _weather(["approve"], "card", [(("gateway", {"customer": "ana", "refund_fails": fails}), 0), *steps])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    script=st.lists(st.sampled_from(["insufficient_funds", "timeout_lost", "timeout_settled"]), min_size=1, max_size=3),
    steps=st.lists(st.tuples(DEBITS, st.sampled_from([1, 9, 24, 25, 48])), max_size=14),
)
def test_debits_by_pix_automatico_stay_within_the_rail(script: list[Any], steps: list[Any]) -> None:
    _weather(["insufficient_funds", *script], "pix_automatico", steps)


def _weather(script: list[Any], kind: str, steps: list[Any]) -> None:
    one, other = Storm(script, kind), Storm(script, kind, hourly=True)
    for (name, fields), hours in steps:
        for storm in (one, other):
            storm.does(name, **fields)
            storm.passes(hours)
        assert verify(one.world) == []
    assert verify_journal(one.world, one.events) == []
    assert journal_hash(one.events) == journal_hash(other.events)
    assert engine.report(one.world) == engine.report(other.world)
