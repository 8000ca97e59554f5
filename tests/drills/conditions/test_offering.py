"""Offering words: who was counted in, who was left in peace, and a control group that saw nothing."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.drills.variation import put_in
from sandbox.engine.leaving import in_control_group
from tests.drills.played import SEEDS, judged, setup_of

DRILL = "control-group"
SOLO = ["$solo_shown", "$solo_held", "c-763"]
FAMILY = ["$family_shown", "$family_held", "c-766"]
SUBSCRIPTIONS = {"$solo_shown": "a-761", "$solo_held": "a-762", "c-763": "a-763"}


def offers(customers: list[str], **offer: Any) -> dict[str, Any]:
    return {"do": {"make_offers": {"customers": customers, "offer": offer, "channel": "email"}}}


def test_an_offer_counts_in_the_control_group_and_is_the_right_one() -> None:
    check = {"offered": {"customers": SOLO, "coupon": "fica"}}
    assert judged(DRILL, check).en.startswith("The right offer counted 0 of 3")
    for seed in SEEDS:
        assert judged(DRILL, check, offers(SOLO, coupon="fica"), seed=seed).met
    assert not judged(DRILL, check, offers(SOLO[:2], coupon="fica")).met
    assert not judged(DRILL, check, offers(SOLO, pause_days=30)).met
    assert judged(DRILL, {"offered": {"customers": FAMILY, "pause_days": 30}}, offers(FAMILY, pause_days=30)).met
    assert not judged(DRILL, {"offered": {"customers": FAMILY, "pause_days": 30}}, offers(FAMILY, pause_days=15)).met


def test_whoever_is_to_be_left_in_peace_gets_no_offer_of_any_kind() -> None:
    check = {"not_offered": {"customers": ["c-768", "c-770"]}}
    assert judged(DRILL, check, offers([*SOLO, "c-768"], coupon="fica")).met, "who never agreed is passed over"
    assert not judged(DRILL, check, offers([*SOLO, "c-770"], coupon="fica")).met
    alone = {"do": {"make_offer": {"customer": "c-768", "offer": {"pause_days": 10}, "channel": "email"}}}
    assert "1 person outside" in judged(DRILL, check, alone).en


def real(customer: str, seed: int) -> str:
    return str(put_in(customer, setup_of(DRILL, seed).facts))


def favour(customer: str, name: str) -> dict[str, Any]:
    deeds: dict[str, dict[str, Any]] = {
        "coupon": {"apply_coupon": {"subscription": SUBSCRIPTIONS[customer], "coupon": "fica"}},
        "balance": {"grant_balance": {"customer": customer, "amount": 500, "reason": "fique"}},
        "pause": {"pause": {"subscription": SUBSCRIPTIONS[customer], "kind": "service"}},
        "campaign": {"send_messages": {"customers": [customer], "template": "campaign", "fields": {"text": "Fique."}}},
    }
    return {"do": deeds[name]}


@pytest.mark.parametrize("name", ["coupon", "balance", "pause", "campaign"])
@pytest.mark.parametrize("seed", [0, 3, 7])
def test_a_favour_spoils_the_control_group_and_nobody_else(seed: int, name: str) -> None:
    check = {"control_respected": {"after": "DT10:00"}}
    for customer in SOLO:
        held = in_control_group(seed, real(customer, seed), 50)
        assert judged(DRILL, check, favour(customer, name), seed=seed).met is not held


def test_every_seed_draws_a_control_group_and_leaves_somebody_to_be_shown() -> None:
    for seed in SEEDS:
        for group in (SOLO, FAMILY):
            held = [in_control_group(seed, real(one, seed), 50) for one in group]
            assert any(held) and not all(held), (seed, group)
    check = {"control_respected": {"after": "DT10:00"}}
    receipt = {
        "do": {"send_message": {"customer": "$solo_shown", "template": "free_text", "fields": {"text": "Confirmado."}}}
    }
    assert all(judged(DRILL, check, receipt, seed=seed).met for seed in SEEDS), "an answer is no favour"
