"""The blocks of a drill's conditions: one a word, with a name and a sentence in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from sandbox.blocks.conditions import (
    CheckBlocks,
    ConditionBlock,
    ConditionBlocks,
    parameter_label,
    word_help,
    word_label,
)
from sandbox.blocks.references import keyed, named
from sandbox.drills import load
from sandbox.drills.conditions import WORDS
from sandbox.drills.entries import IN_YAML, parameters
from sandbox.drills.sheet import sheet_of
from sandbox.models.drill_form import DESKS
from sandbox.views import desks


@pytest.mark.parametrize("name", list(WORDS))
def test_every_word_and_its_fields_are_said_in_both_languages(name: str) -> None:
    with translation.override("en"):
        english = [
            str(word_label(name)),
            word_help(name),
            *(str(parameter_label(one.name)) for one in parameters(WORDS[name])),
        ]
    with translation.override("pt-br"):
        portuguese = [
            str(word_label(name)), word_help(name), *(str(parameter_label(one.name)) for one in parameters(WORDS[name]))
        ]  # fmt: skip
    same = {one for one, other in zip(english, portuguese, strict=True) if one == other} - {"Total"}
    assert not same, f"only in English: {same}"


def test_there_is_a_block_for_every_word_and_it_stands_in_migrations_by_its_name() -> None:
    assert set(WORDS) | {"all", "any", "none", IN_YAML} == set(CheckBlocks().child_blocks)
    assert ConditionBlock().deconstruct() == ("sandbox.blocks.conditions.ConditionBlock", (), {})


def test_what_a_sheet_says_goes_through_the_blocks_and_comes_back() -> None:
    said = sheet_of(load("payday"), "pt-br")["conditions"]
    blocks = ConditionBlocks()
    value = blocks.clean(blocks.to_python(said))
    again = [{"type": one["type"], "value": one["value"]} for one in blocks.get_prep_value(value)]
    for one, other in zip(again, said, strict=True):
        kept = {name: entry for name, entry in one["value"]["check"][0].items() if name != "id"}
        assert one["value"] | {"check": [kept]} == other["value"] | {"check": [kept]}
    assert [one["value"]["check"][0]["type"] for one in again] == [one["value"]["check"][0]["type"] for one in said]


def test_starter_content_is_kept_by_the_name_that_files_have_for_it() -> None:
    key = keyed("playbook", "declined-charge/decline-read")
    assert key.endswith("/decline-read")
    assert named("playbook", key) == "declined-charge/decline-read"
    other = "5a3c1b62-0f5e-4c26-9a0e-0d9f3f3d6f10/step"
    assert named("playbook", keyed("playbook", other)) == other


def test_the_desks_are_those_there_are() -> None:
    assert [name for name, _label in DESKS] == [one.name for one in desks.DESKS]
    assert [str(label) for _name, label in DESKS] == [str(one.label) for one in desks.DESKS]
