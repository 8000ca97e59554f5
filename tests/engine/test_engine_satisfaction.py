"""Satisfaction: each rule by the story that brings it about, and the same journal always felt the same."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from sandbox.engine import decode_event, event_json, replay
from sandbox.engine.events import MessageSent
from sandbox.engine.metrics.satisfaction import FELT, LASTS, RULES, START, by_customer, reactions, score
from tests.engine.desk import Desk, opened, subscribed

STOLEN = "stolen_card"


def _felt(desk: Desk) -> list[str]:
    return [one.rule for one in reactions(desk.world, desk.events)]


def _told_ahead() -> Desk:
    desk = subscribed()
    desk.do("send_message", customer="rita", template="renewal_notice", fields={"amount": 1, "renews_on": "2026-11-01"})
    return desk


def _told_of_decline() -> Desk:
    desk = subscribed(STOLEN, automation="off")
    desk.until("2026-10-02")
    desk.do("send_message", customer="rita", template="new_method_needed", fields={"amount": 4990})
    return desk


def _suspended(*, told: bool) -> Desk:
    desk = _told_of_decline() if told else subscribed(STOLEN, automation="off")
    desk.until("2026-10-16")
    return desk


def _twice(*, refunded_on: str = "") -> Desk:
    desk = subscribed({"code": "approve", "webhooks": [{"event": "captured_again", "after_minutes": 15}]})
    desk.until("2026-10-02")
    if refunded_on:
        desk.until(refunded_on)
        twice = next(one for one in desk.world.payments.values() if one.duplicate)
        desk.do("refund", payment=twice.id, amount=twice.amount, destination="origin", reason="duplicate")
    return desk


def _refunded() -> Desk:
    desk = subscribed()
    desk.do("refund", payment="pay-1", amount=1000, destination="origin", reason="courtesy")
    return desk


def _refund_lost() -> Desk:
    desk = subscribed()
    desk.do("gateway", customer="rita", refund_fails=["declined"])
    desk.do("refund", payment="pay-1", amount=1000, destination="origin", reason="courtesy")
    desk.until("2026-10-08")
    return desk


def _disputed() -> Desk:
    desk = subscribed()
    desk.do("open_dispute", payment="pay-1", amount=4990, reason="fraud")
    return desk


def _gesture() -> Desk:
    desk = subscribed()
    desk.do("goodwill", invoice="inv-1", amount=500)
    return desk


def _asked(*, answered_on: str = "", until: str = "2026-10-02") -> Desk:
    desk = subscribed()
    desk.do("open_request", customer="rita", kind="access")
    desk.do("verify_identity", case="case-1", method="otp")
    desk.until(answered_on or until)
    if answered_on:
        outcomes = [{"category": "profile", "outcome": "done"}]
        desk.do("answer_request", case="case-1", outcomes=outcomes)
    return desk


def _marketed(*, then: str = "") -> Desk:
    desk = subscribed()
    agreed = {"customer": "rita", "purpose": "marketing", "granted": True, "proof": "formulário"}
    desk.do("set_consent", channel="email", **agreed)
    desk.do("send_message", customer="rita", template="campaign", fields={"text": "Estreias"})
    if then:
        desk.until(then)
    desk.do("set_consent", customer="rita", purpose="marketing", channel="all", granted=False)
    return desk


def _accepted() -> Desk:
    desk = subscribed()
    desk.do("make_offer", customer="rita", offer={"pause_days": 10})
    desk.do("answer_offer", offer="offer-1", accepted=True)
    return desk


def _leaves(*, confirmed_on: str = "", until: str = "2026-10-01") -> Desk:
    desk = subscribed()
    desk.until(until)
    desk.do("cancel", subscription="s1", when="period_end")
    if confirmed_on:
        desk.until(confirmed_on)
        desk.do(
            "send_message", customer="rita", template="cancellation_confirmed", fields={"access_until": "2026-11-01"}
        )
    return desk


def _leaves_in_silence() -> Desk:
    desk = _leaves()
    desk.until("2026-10-07")
    return desk


def _dearer() -> Desk:
    desk = subscribed(automation="off")
    desk.do("announce_price_change", id="up", price="basic-m", amount=5490, effective="2026-11-01")
    desk.do("tell_price_change", change="up")
    desk.until("2026-11-02")
    return desk


def _too_many() -> Desk:
    desk = subscribed()
    for _ in range(5):
        desk.do("send_message", customer="rita", template="free_text", fields={"text": "oi"})
    return desk


STORIES: dict[str, tuple[Any, list[str]]] = {
    "told_ahead": (_told_ahead, ["told_ahead"]),
    "told_of_decline": (_told_of_decline, ["told_of_decline"]),
    "suspended": (lambda: _suspended(told=True), ["told_of_decline", "suspended"]),
    "left_in_the_dark": (lambda: _suspended(told=False), ["left_in_the_dark"]),
    "charged_twice": (_twice, ["charged_twice"]),
    "given_back_soon": (lambda: _twice(refunded_on="2026-10-05"), ["charged_twice", "given_back_soon"]),
    "given_back_late": (lambda: _twice(refunded_on="2026-10-20"), ["charged_twice", "refunded"]),
    "refunded": (_refunded, ["refunded"]),
    "refund_failed": (_refund_lost, ["refunded", "refund_failed"]),
    "disputed": (_disputed, ["disputed"]),
    "gesture": (_gesture, ["gesture"]),
    "waits_in_time": (_asked, []),
    "still_waiting": (lambda: _asked(until="2026-10-17"), ["still_waiting"]),
    "opted_out": (_marketed, ["opted_out"]),
    "opted_out_later": (lambda: _marketed(then="2026-10-20"), []),
    "offer_accepted": (_accepted, ["offer_accepted"]),
    "leaving_confirmed": (lambda: _leaves(confirmed_on="2026-10-02"), ["leaving_confirmed"]),
    "leaving_confirmed_late": (lambda: _leaves(confirmed_on="2026-10-20"), ["leaving_unconfirmed"]),
    "leaving_unconfirmed": (_leaves_in_silence, ["leaving_unconfirmed"]),
    "dearer": (_dearer, ["told_ahead", "dearer"]),
    "too_many": (_too_many, ["too_many"]),
}


@pytest.mark.parametrize("story", STORIES)
def test_each_rule_has_its_story(story: str) -> None:
    made, expected = STORIES[story]
    assert _felt(made()) == expected


@pytest.mark.parametrize(("day", "rule"), [("2026-10-10", "answered_in_time"), ("2026-10-20", "answered_late")])
def test_an_answer_counts_by_its_term(day: str, rule: str) -> None:
    assert rule in _felt(_asked(answered_on=day))


def test_a_score_starts_in_the_middle_and_stays_between_nought_and_a_hundred() -> None:
    desk = _twice()
    felt = by_customer(reactions(desk.world, desk.events))["rita"]
    assert score([]) == START
    assert score(felt) == START + RULES["charged_twice"].weight
    assert score(felt * 9) == 0


def test_what_was_felt_wears_off() -> None:
    desk = _refunded()
    assert _felt(desk) == ["refunded"]
    desk.until((desk.world.now + LASTS).date().isoformat())
    assert "refunded" not in _felt(desk)


def test_the_same_journal_is_felt_the_same_and_only_some_of_it_has_to_be_read() -> None:
    desk = _twice(refunded_on="2026-10-05")
    again = [decode_event(json.loads(event_json(one))) for one in desk.events]
    told = [one for one in again if one.__struct_config__.tag in FELT]
    assert reactions(replay(again), told) == reactions(desk.world, desk.events)


def test_nobody_feels_anything_in_an_empty_company() -> None:
    assert reactions(opened().world, opened().events) == []


def test_an_older_journal_may_hold_marketing_after_a_no() -> None:
    """The engine sends none any more; who kept a journal from before would still feel it."""
    desk = _marketed(then="2026-10-20")
    sent = next(one for one in desk.events if isinstance(one, MessageSent))
    late = msgspec.structs.replace(sent, at=desk.world.now)
    assert [one.rule for one in reactions(desk.world, [*desk.events, late])] == ["marketing_after_opt_out"]


def test_no_rule_is_without_a_story() -> None:
    told = {rule for _, rules in STORIES.values() for rule in rules}
    assert set(RULES) - told == {"answered_in_time", "answered_late", "marketing_after_opt_out"}
