"""Sheet: every drill goes into the fields of its editor's form and comes out as the same file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sandbox import drills
from sandbox.drills import Brief, BriefError
from sandbox.drills.conditions import WORDS
from sandbox.drills.entries import IN_YAML, check_in, entry_of, parameters
from sandbox.drills.sheet import AREAS, OTHER, SOURCE, area, brief_in, placed, sheet_of
from sandbox.drills.written import written
from tests.drills.played import briefs
from tests.drills.test_written import GROUPS


def sheets_of(brief: Brief) -> dict[str, dict[str, Any]]:
    return {language: sheet_of(brief, language) for language in (SOURCE, OTHER)}


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)
def test_file_to_form_to_file_is_the_same_file(brief: Brief) -> None:
    again = brief_in(sheets_of(brief))
    assert again == brief
    assert written(again) == written(brief)


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)
def test_the_form_has_fields_for_every_condition_of_the_library(brief: Brief) -> None:
    assert [one.id for one in brief.conditions if entry_of(one.check)["type"] == IN_YAML] == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GROUPS)
def test_whatever_a_check_says_comes_back(check: Mapping[str, Any]) -> None:
    assert check_in(entry_of(check)) == check


CHECKS: list[tuple[dict[str, Any], str]] = [
    ({"invoice_paid_once": {"invoice": "$invoice"}}, "invoice_paid_once"),
    ({"invoices_are": {"subscription": "$s", "after": "D", "totals": []}}, "invoices_are"),
    ({"invoices_are": {"subscription": "$s", "after": "D", "totals": [100, "= a - 1"]}}, "invoices_are"),
    ({"message_sent": {"customer": "$c", "invoice": "$i", "retry_day": False}}, "message_sent"),
    ({"attempts_at_most": {"invoice": "$i", "count": "$n"}}, "attempts_at_most"),
    ({"attempts_at_most": {"invoice": "$i", "count": "3"}}, IN_YAML),
    ({"attempts_at_most": {"invoice": "$i", "count": True}}, IN_YAML),
    ({"attempts_at_most": {"invoice": "", "count": 1}}, IN_YAML),
    ({"attempts_at_most": {"invoice": "$i", "count": 1, "more": 1}}, IN_YAML),
    ({"told": {"customer": "$c", "templates": ["a, b"], "facts": {}}}, IN_YAML),
    ({"told": {"customer": "$c", "templates": ["a"], "facts": {"amount": "= a * 2", "on": "D+4"}}}, "told"),
    ({"nobody_named_in_work": {}}, "nobody_named_in_work"),
    ({"any": [{"access_kept": {"subscription": "$s"}}, {"nonsense": 1}]}, "any"),
    ({"nonsense": {"a": 1}}, IN_YAML),
    ({}, IN_YAML),
]


@pytest.mark.parametrize(("check", "entry"), CHECKS)
def test_what_the_fields_cannot_say_stands_as_text(check: dict[str, Any], entry: str) -> None:
    found = entry_of(check)
    assert found["type"] == entry
    assert repr(check_in(found)) == repr(check)


def test_every_field_of_the_vocabulary_has_a_way_to_be_typed_in() -> None:
    kinds = {one.kind for word in WORDS.values() for one in parameters(word)}
    assert kinds == {"text", "number", "yes_no", "texts", "numbers", "yaml"}


FAULTS = [
    ("prologue", "- do: {add_plan: {}}\n- do: [", 2, "prologue"),
    ("prologue", "do: 1", 1, "prologue"),
    ("people", "- {id: c-101, name: A}\n- {id: c-102}", 2, "people › 2"),
    ("wrong", "- id: a\n  steps: []\n  trips: [nowhere]", 3, "wrong › 1 › trips"),
    ("company", "currency: BRL\ncurrency: EUR", 2, "company"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "line", "field"), FAULTS)
def test_a_fault_in_an_area_is_said_with_its_own_line(name: str, text: str, line: int, field: str) -> None:
    sheets = sheets_of(drills.load("payday"))
    sheets[SOURCE][name] = text
    with pytest.raises(BriefError) as refused:
        brief_in(sheets)
    assert (refused.value.line, refused.value.field) == (line, field)


def test_a_fault_that_shows_only_when_the_company_begins_has_its_line_too() -> None:
    sheets = sheets_of(drills.load("payday"))
    lines = sheets[SOURCE]["prologue"].split("\n")
    sheets[SOURCE]["prologue"] = sheets[SOURCE]["prologue"].replace("{subscribe: {id: a-105,", "{subscrib: {id: a-105,")
    with pytest.raises(BriefError) as refused:
        drills.instantiate(brief_in(sheets), 1)
    fault = placed(refused.value, sheets[SOURCE])
    assert fault.line and "a-105" in lines[fault.line - 1]


def test_without_a_translation_the_source_stands_for_it_and_parts_are_never_mixed_up() -> None:
    brief = drills.load("payday")
    alone = brief_in({SOURCE: sheet_of(brief, SOURCE)})
    assert alone.story.en == alone.story.pt_br == brief.story.pt_br
    sheets = sheets_of(brief)
    sheets[OTHER]["hints"] = "Only one hint."
    assert [one.en for one in brief_in(sheets).hints] == [one.pt_br for one in brief.hints]
    assert brief_in(sheets).tasks == brief.tasks


@pytest.mark.parametrize("name", AREAS)
def test_an_area_that_is_empty_is_an_empty_part(name: str) -> None:
    assert not area(name, "").data
    assert not area(name, "\r\n  \r\n").data
