"""Refusals: every expected no has a code, facts, and a sentence in both languages that says what to do."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.engine import BadInput, Rejection, World, command_from, execute
from sandbox.engine.messages import TEMPLATES, render_message
from sandbox.engine.refusals import INPUTS, REJECTIONS
from sandbox.engine.text import holds_card_digits
from tests.engine.desk import Desk, opened, subscribed
from tests.engine.refused import OF_AREAS

WAIT: dict[str, Any] = {"code": "insufficient_funds", "network": {"mac": 27}}


def _no_company() -> Rejection:
    answer = execute(World.empty(), command_from("cancel", {"subscription": "s1"}, World.empty()))
    assert isinstance(answer, Rejection)
    return answer


def _failed(*script: Any, **policy: Any) -> Desk:
    desk = subscribed("approve", *script, **policy)
    desk.until("2026-11-01T09:00")
    return desk


def _refund(desk: Desk, **fields: Any) -> Rejection:
    return desk.refused("refund", **{"payment": "pay-1", "amount": 100, "reason": "x", **fields})


def _voided() -> Desk:
    desk = _failed("insufficient_funds")
    desk.do("void_invoice", invoice="inv-2")
    return desk


def _pix() -> Rejection:
    desk = opened("2026-01-01")
    desk.do("add_customer", id="duda", methods=[{"kind": "pix"}])
    desk.do("subscribe", customer="duda", price="basic-m")
    desk.until("2026-06-01")
    return _refund(desk)


def _ended() -> Desk:
    desk = subscribed("approve")
    desk.do("cancel", subscription="s1", when="now")
    return desk


def _cancelling() -> Desk:
    desk = subscribed("approve")
    desk.do("cancel", subscription="s1")
    return desk


def _limit() -> Rejection:
    desk = _failed("generic_decline", automation="off")
    for _ in range(9):
        desk.do("collect", invoice="inv-2")
    return desk.refused("collect", invoice="inv-2")


def _retry_there() -> Rejection:
    desk = _failed("generic_decline", automation="off")
    desk.do("schedule_retry", invoice="inv-2", at="2026-11-09T10:00")
    return desk.refused("schedule_retry", invoice="inv-2", at="2026-11-09T10:00")


def _credit_after_refund() -> Rejection:
    desk = subscribed("approve")
    desk.do("refund", payment="pay-1", amount=4990, reason="x")
    return desk.refused("credit_note", invoice="inv-1", amount=100, to="balance")


def _refund_after_credit() -> Rejection:
    desk = subscribed("approve")
    desk.do("credit_note", invoice="inv-1", amount=4990, to="balance")
    return _refund(desk)


def _reused() -> Rejection:
    desk = subscribed("approve")
    desk.do("refund", key="k", payment="pay-1", amount=100, reason="x")
    return desk.refused("refund", key="k", payment="pay-1", amount=200, reason="x")


def _mixed() -> Rejection:
    desk = opened()
    desk.do("add_plan", id="y", prices=[{"id": "y", "amount": 1, "interval": "year"}])
    desk.do("add_customer", id="ana", methods=[{}])
    return desk.refused("subscribe", customer="ana", items=[{"price": "y"}, {"price": "basic-m"}])


def _no_method() -> Rejection:
    desk = opened()
    desk.do("add_customer", id="ana")
    return desk.refused("subscribe", customer="ana", price="basic-m")


def _message(**fields: Any) -> Rejection:
    return subscribed().refused("send_message", **{"customer": "rita", "template": "free_text", **fields})


def _two_items() -> Rejection:
    desk = subscribed()
    desk.do("subscribe", id="s2", customer="rita", items=[{"price": "basic-m"}, {"price": "basic-m", "quantity": 2}])
    return desk.refused("change_plan", subscription="s2", price="basic-m")


def _yearly_without_money() -> Rejection:
    desk = subscribed()
    desk.do("add_plan", id="year", prices=[{"id": "year-y", "amount": 40000, "interval": "year"}])
    return desk.refused("change_plan", subscription="s1", price="year-y", proration="none")


def _paused() -> Desk:
    desk = subscribed("approve")
    desk.do("pause", subscription="s1")
    return desk


def _credited(**fields: Any) -> Rejection:
    return subscribed("approve").refused("credit_note", invoice="inv-1", to="balance", **fields)


def _one_line_of_two() -> Rejection:
    desk = subscribed()
    desk.do("subscribe", id="s2", customer="rita", items=[{"price": "basic-m"}, {"price": "basic-m", "quantity": 2}])
    return desk.refused("credit_note", invoice="inv-2", to="balance", lines=[{"line": "inv-2/1", "amount": 5000}])


def _another_customers_charge() -> Rejection:
    desk = subscribed()
    desk.do("add_customer", id="leo")
    return desk.refused("add_charge", customer="leo", subscription="s1", amount=100)


def _couponed(asked: dict[str, Any], **fields: Any) -> Rejection:
    """Rita was given ten percent off once; what then is refused of another coupon."""
    desk = subscribed("approve")
    desk.do("add_coupon", id="ten", percent=10)
    desk.do("apply_coupon", coupon="ten", subscription="s1")
    desk.do("add_coupon", **{"id": "other", "amount": 500, **fields})
    return desk.refused("apply_coupon", **{"coupon": "other", "customer": "rita", **asked})


def _used_up() -> Rejection:
    desk = subscribed("approve")
    desk.do("add_coupon", id="one", percent=10, redemptions=1)
    desk.do("apply_coupon", coupon="one", customer="rita")
    return desk.refused("apply_coupon", coupon="one", subscription="s1")


def _two_kinds_of_tax() -> Rejection:
    desk = opened()
    desk.do("add_tax", id="iss", percent="5", inclusive=True)
    desk.do("add_tax", id="vat", percent="20")
    return desk.refused("set_policy", tax=["iss", "vat"])


CASES: dict[str, Callable[[], Rejection]] = {
    **OF_AREAS,
    "unknown_coupon": lambda: _couponed({"coupon": "who"}),
    "unknown_tax": lambda: opened().refused("set_policy", tax=["who"]),
    "mixed_taxes": _two_kinds_of_tax,
    "coupon_percent_or_amount": lambda: opened().refused("add_coupon", id="none"),
    "coupon_for_one": lambda: _couponed({"subscription": "s1"}),
    "coupon_expired": lambda: _couponed({}, expires="2026-09-01"),
    "coupon_exhausted": _used_up,
    "coupon_already_applied": lambda: _couponed({"coupon": "ten", "customer": None, "subscription": "s1"}),
    "coupon_first_purchase_only": lambda: _couponed({}, first_purchase=True),
    "refund_needs_now": lambda: subscribed().refused("cancel", subscription="s1", refund="full"),
    "already_paused": lambda: _paused().refused("pause", subscription="s1"),
    "not_paused": lambda: subscribed().refused("resume", subscription="s1"),
    "nothing_to_invoice": lambda: subscribed().refused("invoice_now", customer="rita"),
    "not_this_customers_subscription": _another_customers_charge,
    "unknown_line": lambda: _credited(lines=[{"line": "inv-1/9", "amount": 10}]),
    "credit_exceeds_line": _one_line_of_two,
    "lines_are_not_the_amount": lambda: _credited(lines=[{"line": "inv-1/1", "amount": 10}], amount=20),
    "several_items": _two_items,
    "not_changeable": lambda: _ended().refused("change_quantity", subscription="s1", quantity=2),
    "interval_needs_money": _yearly_without_money,
    "no_company": _no_company,
    "company_exists": lambda: opened().refused("open_company", start="2026-01-01"),
    "unknown_customer": lambda: opened().refused("subscribe", customer="who", price="basic-m"),
    "unknown_method": lambda: _failed("insufficient_funds").refused("collect", invoice="inv-2", method="who"),
    "unknown_price": lambda: subscribed().refused("subscribe", customer="rita", price="who"),
    "unknown_subscription": lambda: opened().refused("cancel", subscription="who"),
    "unknown_invoice": lambda: opened().refused("collect", invoice="who"),
    "unknown_payment": lambda: opened().refused("look_up_payment", payment="who"),
    "id_taken": lambda: opened().refused("add_plan", id="basic", prices=[]),
    "bad_id": lambda: opened().refused("add_customer", id="com espaço"),
    "bad_value": lambda: opened().refused("set_policy", retry_days=[5, 3]),
    "key_reused": _reused,
    "clock_goes_forward_only": lambda: opened().refused("advance", to="2026-09-30"),
    "clock_too_far": lambda: opened().refused("advance", to="2040-01-01"),
    "card_digits_in_text": lambda: _message(fields={"text": "4111 1111 1111 1111"}),
    "email_in_text": lambda: _message(fields={"text": "ana@example.org"}),
    "amount_not_positive": lambda: _refund(subscribed(), amount=0),
    "quantity_not_positive": lambda: subscribed().refused("subscribe", customer="rita", price="basic-m", quantity=0),
    "mixed_intervals": _mixed,
    "no_items": lambda: subscribed().refused("subscribe", customer="rita"),
    "anchor_day_out_of_range": lambda: subscribed().refused(
        "subscribe", customer="rita", price="basic-m", anchor_day=0
    ),
    "no_method": _no_method,
    "not_this_customers": lambda: _somebody_elses_card(),
    "subscription_ended": lambda: _ended().refused("cancel", subscription="s1"),
    "cancellation_already_set": lambda: _cancelling().refused("cancel", subscription="s1"),
    "no_change_to_undo": lambda: subscribed().refused("undo_change", subscription="s1"),
    "no_cancellation_to_undo": lambda: subscribed().refused("undo_cancel", subscription="s1"),
    "invoice_not_open": lambda: subscribed().refused("collect", invoice="inv-1"),
    "irreversible_decline": lambda: _failed("stolen_card").refused("collect", invoice="inv-2"),
    "network_limit": _limit,
    "payment_unresolved": lambda: _failed("timeout_lost", automation="off").refused(
        "schedule_retry", invoice="inv-2", at="2026-11-03"
    ),
    "nothing_to_look_up": lambda: subscribed().refused("look_up_payment", payment="pay-1"),
    "retry_in_the_past": lambda: _failed(WAIT).refused("schedule_retry", invoice="inv-2", at="2026-10-31"),
    "retry_too_far": lambda: _failed(WAIT).refused("schedule_retry", invoice="inv-2", at="2028-10-31"),
    "retry_already_there": _retry_there,
    "received_in_the_future": lambda: subscribed().refused(
        "record_payment", invoice="inv-1", amount=1, at="2026-12-01"
    ),
    "invoice_is_void": lambda: _voided().refused("record_payment", invoice="inv-2", amount=1),
    "void_after_payment": lambda: subscribed().refused("void_invoice", invoice="inv-1"),
    "payment_not_captured": lambda: _refund(_failed("insufficient_funds"), payment="pay-2"),
    "refund_exceeds_captured": lambda: _refund(subscribed(), amount=4991),
    "already_given_back": _refund_after_credit,
    "needs_approver": lambda: _refund(subscribed(agent_limit=50)),
    "refund_to_third_party": lambda: _refund(subscribed(), destination="third_party", approver="bia"),
    "destination_needs_approver": lambda: _refund(subscribed(), destination="same_holder"),
    "approver_is_maker": lambda: _refund(subscribed(), approver="trainee"),
    "pix_return_window": _pix,
    "credit_exceeds_invoice": lambda: subscribed().refused("credit_note", invoice="inv-1", amount=4991),
    "excess_needs_destination": lambda: subscribed().refused("credit_note", invoice="inv-1", amount=1),
    "credit_exceeds_paid": _credit_after_refund,
    "credit_exceeds_refunded": lambda: subscribed().refused("credit_note", invoice="inv-1", amount=1, to="refunded"),
    "unknown_template": lambda: _message(template="who"),
    "field_missing": lambda: _message(fields={"text": ""}),
}


def _somebody_elses_card() -> Rejection:
    desk = _failed("insufficient_funds")
    desk.do("add_customer", id="leo", methods=[{"id": "leos"}])
    return desk.refused("collect", invoice="inv-2", method="leos")


def test_every_code_of_the_table_is_reached_here() -> None:
    assert set(CASES) == set(REJECTIONS)


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_refusal_is_told_in_both_languages_with_its_facts(code: str) -> None:
    rejection = CASES[code]()
    assert rejection.code == code
    portuguese, english = rejection.sentence("pt-br"), rejection.sentence("en")
    assert portuguese != english
    for sentence in (portuguese, english):
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert "—" not in sentence, f"a fact is missing: {sentence}"


def test_both_languages_name_the_same_facts() -> None:
    for table in (REJECTIONS, INPUTS):
        for code, (portuguese, english) in table.items():
            names = [
                {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (portuguese, english)
            ]
            assert names[0] == names[1] or code == "wrong_value", code


@pytest.mark.parametrize(
    ("name", "fields", "field", "code"),
    [
        ("subscribee", {}, "subscribee", "unknown_command"),
        ("cancel", {"subscription": "s1", "refund": "half"}, "refund", "not_a_choice"),
        ("cancel", {"subscription": "s1", "when": "2026-13-01"}, "at", "not_a_moment"),
        ("collect", {"invoice": "inv-1", "colour": "red"}, "colour", "unknown_field"),
        ("collect", {"invoice": "inv-1", "actor": "boss"}, "actor", "unknown_field"),
        ("collect", {}, "invoice", "missing"),
        ("refund", {"payment": "pay-1", "amount": "abc", "reason": "x"}, "amount", "not_an_integer"),
        ("refund", {"payment": "pay-1", "amount": 10**13, "reason": "x"}, "amount", "out_of_range"),
        ("cancel", {"subscription": "s1", "when": "later"}, "when", "not_a_choice"),
        ("collect", {"invoice": "i" * 90}, "invoice", "too_long"),
        ("collect", {"invoice": ["inv-1"]}, "invoice", "wrong_kind"),
        ("cancel", {"subscription": "s1", "reason": "a\x00b"}, "reason", "not_text"),
        ("add_plan", {"id": "x", "prices": 5}, "prices", "wrong_kind"),
        ("set_policy", {"changes": "x"}, "changes", "wrong_kind"),
        ("advance", {"to": "soon"}, "to", "not_a_moment"),
        ("advance", {"to": "9999-12-31"}, "to", "not_a_moment"),
        ("add_plan", {"id": "x", "prices": [{"id": "x"}]}, "prices[0].amount", "missing"),
        ("add_plan", {"id": "x", "prices": [{"id": "x", "amout": 1}]}, "prices[...].amout", "unknown_field"),
        ("add_customer", {"id": "x", "methods": [{"script": ["no"]}]}, "methods[0]", "not_a_choice"),
    ],
)
def test_bad_input_names_the_field_and_says_why_in_both_languages(
    name: str, fields: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        command_from(name, fields, subscribed().world)
    assert caught.value.code == code
    assert caught.value.field.split(".")[0].split("[")[0] == field.split(".")[0].split("[")[0]
    assert caught.value.sentence("pt-br") != caught.value.sentence("en")


def test_a_form_sends_text_and_local_times() -> None:
    desk = _failed(WAIT, automation="off")
    desk.do("schedule_retry", invoice="inv-2", at="2026-11-07T10:00")
    assert desk.report["invoices"][1]["retry_at"] == "2026-11-07T10:00:00-03:00"
    desk.do("record_payment", invoice="inv-2", amount="1000", at="2026-11-01T08:00")
    assert desk.report["payments"][-1]["at"] == "2026-11-01T08:00:00-03:00"
    desk.do("send_message", customer="rita", template="payment_confirmed", fields={"amount": "1000"})
    assert desk.report["messages"][-1]["fields"] == {"amount": 1000}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("4111111111111111", True),
        ("4111 1111 1111 1111", True),
        ("cartão 4111-1111-1111-1111.", True),
        ("5500.0000.0000.0004", True),
        ("3782 822463 10005", True),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", True),
        ("pedido 20 4111 1111 1111 1111", True),
        ("4111  1111  1111  1111", True),
        ("4111/1111/1111/1111", True),
        ("4111\u200b1111\u200b1111\u200b1111", True),
        ("4111, 1111, 1111, 1111", True),
        ("4111_1111_1111_1111", True),
        ("das 09:00 às 10:00, das 11:00 às 12:00 e das 13:00 às 14:00", False),
        ("22/11/2026, 23/11/2026 e 24/11/2026", False),
        ("4111111111111112", False),
        ("final 1111", False),
        ("de 2026-11-22 a 2026-11-25", False),
        ("+55 11 98765-4321", False),
        ("R$ 1.049,90 em 22/11/2026 10:00", False),
        ("protocolo 202611220001", False),
    ],
)
def test_what_looks_like_a_card_number_is_known(text: str, held: bool) -> None:
    assert holds_card_digits(text) is held


@pytest.mark.parametrize("language", ["pt-br", "en"])
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_reads_whole_in_both_languages(template: str, language: str) -> None:
    facts: dict[str, str | int] = {
        "amount": 4990,
        "retry_on": "2026-11-27",
        "ends_on": "2026-11-27",
        "slip": "slip-inv-1",
        "access_until": "2026-11-27",
        "price": "basic-m",
        "old_amount": 3990,
        "effective_on": "2026-11-27",
        "case": "case-1",
        "due_on": "2026-11-27",
        "expires_on": "2026-11-27",
        "incident": "incident-1",
        "known_on": "2026-11-27",
        "received_at": "2026-11-27T10:00-03:00",
        "refund_by": "2026-11-27",
        "renews_on": "2026-11-27",
        "last4": "4242",
        "expires": "2026-11",
        "gone": "profile, usage",
        "kept": "invoices|2031-12-31|fiscal; payments||dispute",
        "text": "Oi",
        "subject": "Oi",
        "way": "Pix",
        "when": "hoje",
    }
    subject, body = render_message(template, facts, name="Rita", language=language, currency="BRL")
    assert subject and body
    assert "{" not in body and "—" not in body
    if "amount" in TEMPLATES[template].required:
        assert ("R$\u00a049,90" if language == "pt-br" else "R$49.90") in body
