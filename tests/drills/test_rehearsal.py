"""Rehearsal: the library goes as its files say, what differs is named, and a bad command by its step."""

from __future__ import annotations

import msgspec
import pytest

from sandbox.drills import Brief, load, read_brief
from sandbox.drills.brief import library
from sandbox.drills.rehearsal import rehearse
from tests.drills.played import briefs


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)
def test_a_drill_of_the_library_goes_as_its_file_says(brief: Brief) -> None:
    done = rehearse(brief, 11)
    assert done.is_expected, [(one.id, one.fault, one.also_failed, one.not_failed) for one in done.solutions]
    assert [one.id for one in done.solutions] == [one.id for one in (*brief.references, *brief.wrong)]
    assert {one.score for one in done.solutions if one.kind == "reference"} == {100}


def changed(before: str, after: str) -> Brief:
    text = library()["payday"].read_text(encoding="utf-8")
    assert before in text
    return read_brief(text.replace(before, after, 1))


def test_what_a_wrong_way_fails_besides_or_does_not_fail_is_named() -> None:
    done = rehearse(changed("trips: [told, paid]", "trips: [told, anchor]"), 1)
    odd = next(one for one in done.solutions if not one.is_expected)
    assert (odd.id, odd.also_failed, odd.not_failed) == ("only_wait", ("paid",), ("anchor",))
    assert not done.is_expected


def test_a_command_that_cannot_be_done_is_named_by_its_step_and_spoils_no_other_way() -> None:
    done = rehearse(changed('schedule_retry: {invoice: $invoice, at: "${pay_day}T10:00"}',
                            'schedule_retri: {invoice: $invoice, at: "${pay_day}T10:00"}'), 1)  # fmt: skip
    first, *others = done.solutions
    assert first.fault is not None
    assert first.fault.field.startswith("references › 1 › steps › 2")
    assert first.fault.sentence("pt-br") != first.fault.sentence("en")
    assert (first.score, first.is_expected) == (0, False)
    assert all(one.is_expected for one in others)


def test_a_company_that_cannot_begin_is_said_and_not_raised() -> None:
    done = rehearse(changed("{subscribe: {id: a-105,", "{subscrib: {id: a-105,"), 1)
    assert done.solutions == ()
    assert done.fault is not None
    assert done.fault.field.startswith("prologue › 9")
    assert not done.is_expected


def test_a_drill_without_a_right_way_is_not_as_expected() -> None:
    done = rehearse(msgspec.structs.replace(load("payday"), references=()), 1)
    assert {one.is_expected for one in done.solutions} == {True}
    assert not done.is_expected
