"""Payday: what its queue advises, how it is marked, and which words to the customer count."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sandbox import drills
from sandbox.drills.brief import library, run
from sandbox.engine import Event, World, encode_event, encode_world, narrate
from sandbox.engine.desk import collections_queue
from tests.drills.played import SEEDS
from tests.drills.played import played as played_by

BRIEF = drills.load("payday")


def played(seed: int, steps: Any) -> tuple[World, tuple[Event, ...]]:
    return played_by("payday", seed, steps)


@pytest.mark.parametrize("seed", SEEDS)
def test_doing_nothing_fails(seed: int) -> None:
    world, events = played(seed, ())
    marking = drills.mark(BRIEF, world, events, language="pt-br")
    assert marking.failed == ("told", "paid")
    assert not marking.passed


def test_points_follow_end_state_forbidden_acts_and_message() -> None:
    world, events = played(1, ())
    results = drills.mark(BRIEF, world, events, language="en").results
    by_kind: dict[str, int] = {}
    for result in results:
        by_kind[result.kind] = by_kind.get(result.kind, 0) + result.points
    assert by_kind == {"must": 60, "must_not": 25, "message": 15}


def test_names_amounts_and_days_vary() -> None:
    names = {drills.instantiate(BRIEF, seed).subjects["c-101"]["name"] for seed in range(30)}
    amounts = {drills.instantiate(BRIEF, seed).facts["amount"] for seed in range(30)}
    days = {drills.instantiate(BRIEF, seed).facts["day"] for seed in range(30)}
    assert len(names) > 3 and len(amounts) > 3 and len(days) > 10


@pytest.mark.parametrize("seed", SEEDS)
def test_the_queue_is_a_real_list_with_the_right_advice(seed: int) -> None:
    world, _ = played(seed, ())
    queue = {row.customer: row for row in collections_queue(world)}
    assert {customer: row.advice for customer, row in queue.items()} == {
        "c-101": "wait",
        "c-102": "new_method",
        "c-103": "look_up",
    }
    last = queue["c-101"].last
    assert last is not None and (last.response, last.mac) == ("51", 27)
    until = queue["c-101"].until
    assert until is not None and (until - last.at).days == 4
    assert sorted(one.status for one in world.subscriptions.values()) == ["active"] * 4 + ["past_due"] * 2


@pytest.mark.parametrize("seed", SEEDS)
def test_no_name_stands_in_journal_or_world(seed: int) -> None:
    setup = drills.instantiate(BRIEF, seed)
    world, events = run(setup.commands)
    told = msgspec.json.encode([encode_event(event) for event in events]) + encode_world(world)
    assert set(setup.subjects) == set(world.customers)
    for person in setup.subjects.values():
        assert person["name"].encode() not in told
        assert person["email"].encode() not in told
    line = narrate(events[-2], world, "pt-br", subjects=setup.subjects)
    assert line.endswith(".")


def test_what_was_seen_names_people_figures_and_days_but_not_the_act() -> None:
    world, events = played(2, ())
    for language in ("pt-br", "en"):
        seen = {one.id: one.saw for one in drills.mark(BRIEF, world, events, language=language).results}
        assert all(told.endswith(".") for told in seen.values())
        assert drills.instantiate(BRIEF, 2).subjects["c-101"]["name"] in seen["told"]
    assert "missing" not in seen["told"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vamos cobrar R$ {brl} no dia {d}.", True),
        ("Nova tentativa de {brl} em {d}/{m}.", True),
        ("We will charge {usd} on {iso}.", True),
        ("Vamos cobrar {brl} em breve.", False),
        ("Nova tentativa em {d}/{m}.", False),
        ("Vamos cobrar 1{brl} no dia {d}.", False),
    ],
)
def test_own_words_count_when_they_carry_amount_and_day(text: str, told: bool) -> None:
    setup = drills.instantiate(BRIEF, 6)
    amount, day = int(setup.facts["amount"]), str(setup.facts["pay_day"])
    written = text.format(
        brl=f"{amount // 100},{amount % 100:02d}",
        usd=f"{amount // 100}.{amount % 100:02d}",
        d=int(day[8:]),
        m=int(day[5:7]),
        iso=day,
    )
    steps = (
        {"do": {"send_message": {"customer": "c-101", "template": "free_text", "fields": {"text": written}}}},
        {"do": {"schedule_retry": {"invoice": "$invoice", "at": f"{day}T10:00"}}},
        {"at": f"{day}T12:00"},
    )
    world, events = played(6, steps)
    assert drills.mark(BRIEF, world, events, language="en").passed is told


def test_conditions_compose() -> None:
    from sandbox.drills.conditions import check_from
    from sandbox.drills.evidence import Evidence

    world, events = played(0, ())
    evidence = Evidence(world, events, {})
    setup = drills.instantiate(BRIEF, 0)
    paid = {"invoice_paid_once": {"invoice": setup.roles["invoice"]}}
    few = {"attempts_at_most": {"invoice": setup.roles["invoice"], "count": 1}}
    zone = setup.zone
    assert check_from({"any": [paid, few]}, zone=zone).judge(evidence).met
    assert not check_from({"all": [paid, few]}, zone=zone).judge(evidence).met
    assert check_from({"none": [paid]}, zone=zone).judge(evidence).met
    wrongs: tuple[dict[str, Any], ...] = ({"no_such_word": {}}, {}, {"attempts_at_most": {"invoice": "x"}})
    for wrong in wrongs:
        with pytest.raises(ValueError, match="condition|one word|attempts_at_most"):
            check_from(wrong, zone=zone)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("key: payday", "key: payday\nnonsense: 1", "unknown field"),
        ("trips: [waited]", "trips: [nowhere]", "trips"),
        ("title: {pt-br: Dia de pagamento, en: Payday}", "title: {en: Payday}", "pt-br"),
    ],
)
def test_a_bad_drill_file_says_what_is_wrong(before: str, after: str, told: str) -> None:
    text = library()["payday"].read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(drills.BriefError, match=told):
        drills.read_brief(text.replace(before, after))


def test_an_unknown_drill_is_said_plainly() -> None:
    with pytest.raises(drills.BriefError, match="no drill"):
        drills.load("../../etc/passwd")
    assert "payday" in library()
