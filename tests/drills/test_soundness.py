"""Soundness: the library is sound, and whatever would fail on some company or some way is found with its line."""

from __future__ import annotations

import pytest

from sandbox.drills import Brief, paper, read_brief
from sandbox.drills.brief import library
from sandbox.drills.soundness import unsound
from tests.drills.played import briefs

TEXT = library()["payday"].read_text(encoding="utf-8")


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)
def test_a_drill_of_the_library_is_sound(brief: Brief) -> None:
    assert unsound(brief) == []


WRONG = [
    ('"2026-11-26", ', '"2026-11-31", ', "2026-11-31", "day › one_of › 7"),
    ('pay_day: {day: "D+$pay_in"}', 'pay_day: {day: "D+$pay_in+"}', "D+$pay_in+", "pay_day"),
    ('pay_day: {day: "D+$pay_in"}', 'pay_day: {day: "D+$pay_on"}', "$pay_on", "pay_day"),
    ("pay_in: {from: 5, to: 6}", "pay_in: {from: 6, to: 5}", "end", "pay_in"),
    ("weight: 3", "weight: -3", "weight", "conditions › 3 › weight"),
    ("weight: 3", "weight: 0", "weight", "conditions › 3 › weight"),
    ("{collect: {invoice: $invoice}}", "{colect: {invoice: $invoice}}", "colect", "references › 2 › steps › 2"),
    ("fields: {amount: $amount, retry_on: $pay_day}, invoice", "fields: {amount: $amount, retry_on: $payday}, invoice", "$payday", "references › 1 › steps › 1"),
    ('- at: "D+8T12:00"', '- at: "D+8T12:00+"', "D+8", "wrong › 2 › steps › 1"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said", "field"), WRONG)
def test_what_is_wrong_is_said_with_its_field_and_line(before: str, after: str, said: str, field: str) -> None:
    text = TEXT.replace(before, after, 1)
    found = [paper.read(text).placed(one) for one in unsound(read_brief(text))]
    assert len(found) == 1, found
    assert field in found[0].field
    assert found[0].line
    first = text[: text.index(after)].count("\n") + 1
    assert first - 1 <= found[0].line <= first, "a step begins on the line before its deed"
    assert found[0].sentence("pt-br") != found[0].sentence("en")
    assert said in found[0].sentence("en")


def test_a_drill_without_a_right_way_is_unsound() -> None:
    head, rest = TEXT.split("references:\n")
    text = f"{head}references: []\nwrong:{rest.split('wrong:', 1)[1]}"
    (fault,) = unsound(read_brief(text))
    assert paper.read(text).placed(fault).line == text[: text.index("references:")].count("\n") + 1


def test_several_faults_are_told_at_once() -> None:
    text = TEXT.replace('"2026-11-26", ', '"2026-11-31", ').replace("weight: 3", "weight: -3")
    assert len(unsound(read_brief(text))) == 2
