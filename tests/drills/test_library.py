"""The library: every reference scores 100, every wrong way fails exactly where its file says, doing nothing fails."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from ruamel.yaml import YAML

from sandbox import drills
from sandbox.drills import Brief
from sandbox.engine import encode_event, encode_world
from tests.drills.played import SEEDS, briefs, marked, opening, played, setup_of

PLAYBOOKS = Path(__file__).parents[2] / "playbooks" / "content"
REFERENCES = [pytest.param(brief, one, id=f"{brief.key}-{one.id}") for brief in briefs() for one in brief.references]
WRONG = [pytest.param(brief, one, id=f"{brief.key}-{one.id}") for brief in briefs() for one in brief.wrong]
EACH = pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)


@pytest.mark.parametrize(("brief", "solution"), REFERENCES)
def test_a_reference_scores_a_hundred(brief: Brief, solution: Any) -> None:
    for seed in SEEDS:
        marking = marked(brief.key, seed, solution.steps)
        assert (marking.score, marking.passed, marking.failed) == (100, True, ()), f"seed {seed}: {marking.results}"


@pytest.mark.parametrize(("brief", "solution"), WRONG)
def test_a_wrong_way_fails_exactly_where_it_should(brief: Brief, solution: Any) -> None:
    for seed in SEEDS:
        marking = marked(brief.key, seed, solution.steps)
        assert set(marking.failed) == set(solution.trips), f"seed {seed}: {marking.results}"
        assert not marking.passed and marking.score < 100


@EACH
def test_doing_nothing_fails(brief: Brief) -> None:
    for seed in SEEDS:
        assert not marked(brief.key, seed, ()).passed
        assert not marked(brief.key, seed, ({"at": "D+45T12:00"},)).passed


@EACH
def test_every_condition_is_tripped_by_some_wrong_way(brief: Brief) -> None:
    tripped = {one for wrong in brief.wrong for one in wrong.trips}
    assert tripped == {condition.id for condition in brief.conditions}


@EACH
def test_there_is_more_than_one_right_way_and_something_forbidden(brief: Brief) -> None:
    assert len(brief.references) >= 2
    assert {"must", "must_not"} <= {condition.kind for condition in brief.conditions}
    assert len(brief.hints) >= 2 and brief.topics


@EACH
def test_texts_are_whole_in_both_languages(brief: Brief) -> None:
    for seed in SEEDS:
        setup = setup_of(brief.key, seed)
        texts = [setup.title, setup.story, setup.debrief, *setup.tasks, *setup.hints]
        texts += [brief.summary, *(condition.title for condition in setup.conditions)]
        for text in texts:
            assert text.pt_br != text.en or len(text.en) < 40
            for told in (text.pt_br, text.en):
                assert told.strip()
                assert "{" not in told and "$" not in told.replace("R$", "").replace("US$", "") and "—" not in told


@EACH
def test_what_was_seen_is_a_sentence_in_both_languages(brief: Brief) -> None:
    solutions = [(), *(one.steps for one in brief.references), *(one.steps for one in brief.wrong)]
    for steps in solutions:
        story = played(brief.key, 3, steps)
        for language in ("pt-br", "en"):
            for result in drills.mark(brief, *story, language=language).results:
                assert result.saw.endswith("."), result
                assert result.saw[0].isupper() or not result.saw[0].isalpha(), result


@EACH
def test_a_seed_gives_the_same_company_for_ever_and_others_another(brief: Brief) -> None:
    again = drills.instantiate(brief, 3)
    assert msgspec.json.encode(setup_of(brief.key, 3).commands) == msgspec.json.encode(again.commands)
    assert len({msgspec.json.encode(setup_of(brief.key, seed).commands) for seed in SEEDS}) == len(SEEDS)
    stories = {setup_of(brief.key, seed).story.pt_br for seed in SEEDS}
    assert len(stories) > 3


@EACH
def test_no_name_stands_in_journal_or_world(brief: Brief) -> None:
    for seed in SEEDS:
        world, events = opening(brief.key, seed)
        told = msgspec.json.encode([encode_event(event) for event in events]) + encode_world(world)
        for person in setup_of(brief.key, seed).subjects.values():
            assert person["name"].encode() not in told
            assert person["email"].encode() not in told


@EACH
def test_the_steps_it_practises_are_in_the_playbooks(brief: Brief) -> None:
    assert {drills.step_ref(brief, condition.step) for condition in brief.conditions} <= steps_of_playbooks()


@cache
def steps_of_playbooks() -> frozenset[str]:
    there = set()
    for path in PLAYBOOKS.glob("*.yaml"):
        playbook = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        there |= {f"{playbook['key']}/{step['id']}" for step in playbook["steps"]}
    return frozenset(there)


@EACH
def test_the_story_begins_with_something_to_do_and_ends_settled(brief: Brief) -> None:
    world, before = opening(brief.key, 1)
    _, after = played(brief.key, 1, brief.references[0].steps)
    assert before[-1].at <= world.now
    assert len(after) > len(before)
