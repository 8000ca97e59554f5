"""Words of privacy: each met and not met, over real journals."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import drills
from tests.drills.played import judged

FISCAL = {"customer": "$customer", "kind": "fiscal"}
LAWSUIT = {"customer": "$customer", "kind": "lawsuit", "categories": ["profile", "support"]}
CASES: list[tuple[str, str, dict[str, Any], str, bool]] = [
    ("delete-everything", "held", FISCAL | {"until": "$kept_until"}, "all_in_one_morning", True),
    ("delete-everything", "held", FISCAL | {"until": "$last_issue"}, "all_in_one_morning", False),
    ("delete-everything", "held", FISCAL | {"categories": ["profile"]}, "all_in_one_morning", False),
    ("delete-everything", "held", FISCAL, "a_blanket_no", False),
    ("delete-with-lawsuit", "held", LAWSUIT, "a_hold_over_everything", True),
    ("delete-with-lawsuit", "held", LAWSUIT | {"exactly": True}, "a_hold_over_everything", False),
    ("delete-with-lawsuit", "held", LAWSUIT | {"exactly": True}, "told_first_in_own_words", True),
    ("delete-with-lawsuit", "held", LAWSUIT, "a_hold_for_a_month", True),
    ("delete-with-lawsuit", "held", LAWSUIT | {"open_ended": True}, "a_hold_for_a_month", False),
    ("delete-with-lawsuit", "held", LAWSUIT, "held_as_something_else", False),
    ("delete-with-lawsuit", "not_erased", {"customer": "$customer", "categories": ["support"]}, "told_half_of_it", True),
    ("delete-with-lawsuit", "not_erased", {"customer": "$customer", "categories": ["support"]}, "erased_the_evidence", False),
    ("delete-everything", "erased", {"customer": "$customer", "categories": ["marketing"], "key": True}, "one_last_campaign", True),
    ("delete-everything", "erased", {"customer": "$customer", "categories": ["marketing"], "key": True},
     "only_off_the_mailing_list", False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "word", "fields", "way", "met"), CASES)
def test_a_word_of_privacy_is_met_or_not(key: str, word: str, fields: dict[str, Any], way: str, met: bool) -> None:
    brief = drills.load(key)
    ways = {one.id: one.steps for one in brief.references} | {one.id: one.steps for one in brief.wrong}
    verdict = judged(key, {word: fields}, *ways[way])
    assert verdict.met is met, verdict
    assert verdict.pt_br.endswith(".") and verdict.en.endswith(".") and verdict.pt_br != verdict.en


def wrote(text: str) -> dict[str, Any]:
    """A letter in the trainee's own words."""
    fields = {"subject": "Seu pedido", "text": text}
    return {"do": {"send_message": {"customer": "$customer", "template": "free_text", "fields": fields}}}


STAYS = {"told": {"customer": "$customer", "templates": ["erasure_done", "free_text"], "facts": {"kept": "2030-12-31"}}}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("As notas ficam até 31/12/2030.", True),
        ("As notas ficam até 31/12/30, por lei.", True),
        ("As notas ficam até 31 de dezembro de 2030.", True),
        ("The documents stay until 31 December 2030, by law.", True),
        ("The documents stay until December 31, 2030.", True),
        ("As notas ficam até 31/12.", True),
        ("As notas ficam até 31/12/2029.", False),
        ("As notas ficam até 31/12/29.", False),
        ("As notas ficam até 31 de dezembro de 2031.", False),
        ("As notas ficam até 31 dez. 2031.", False),
        ("As notas ficam até o dia 31 de janeiro de 2030.", False),
        ("The documents stay until December 31, 2029.", False),
        ("As notas ficam até o fim do prazo.", False),
    ],
)
def test_a_day_in_own_words_is_that_day_of_that_year(text: str, met: bool) -> None:
    assert judged("delete-everything", STAYS, wrote(text)).met is met


def test_a_letter_that_lists_what_stays_says_each_of_its_days() -> None:
    ways = {one.id: one.steps for one in drills.load("delete-everything").references}
    letter = {"customer": "$customer", "templates": ["erasure_done"]}
    for fact, met in (("$kept_until", True), ("$last_issue", False)):
        check = {"told": letter | {"facts": {"kept": fact}}}
        assert judged("delete-everything", check, *ways["all_in_one_morning"]).met is met


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Fica enquanto durar o processo.", True),
        ("It stays while the Lawsuit lasts.", True),
        ("Fica para o processamento.", False),
        ("Fica.", False),
    ],
)
def test_own_words_are_looked_for_whole(text: str, met: bool) -> None:
    check = {"told": {"customer": "$customer", "templates": ["free_text"], "words": ["processo", "lawsuit"]}}
    assert judged("delete-with-lawsuit", check, wrote(text)).met is met


def test_several_parts_that_see_the_same_say_it_once() -> None:
    one = {"told": {"customer": "$customer", "templates": ["free_text"]}}
    verdict = judged("delete-everything", {"any": [one, one]})
    assert not verdict.met
    assert verdict.pt_br.count(".") == verdict.en.count(".") == 1
