"""Leaving words: when a cancellation was entered, and until when access lasts, as journals of drills show them."""

from __future__ import annotations

import pytest

from sandbox import drills
from tests.drills.played import judged

CANCEL = {"do": {"cancel": {"subscription": "$subscription", "reason": "pediu"}}}
CUT = {"do": {"cancel": {"subscription": "$subscription", "when": "now", "reason": "pediu"}}}


def test_access_lasts_neither_shorter_nor_longer() -> None:
    check = {"access_until": {"subscription": "$subscription", "until": "D+1T10:00"}}
    assert "without an end date" in judged("ten-to-midnight", check).en
    assert judged("ten-to-midnight", check, CANCEL).met
    assert judged("ten-to-midnight", check, CANCEL, {"at": "D+3T10:00"}).met
    assert not judged("ten-to-midnight", check, CUT).met


def test_a_cancellation_counts_from_when_it_was_entered() -> None:
    check = {"cancelled_before": {"subscription": "$subscription", "before": "D+1T10:00"}}
    assert not judged("ten-to-midnight", check).met
    assert judged("ten-to-midnight", check, CANCEL).met
    assert not judged("ten-to-midnight", check, {"at": "D+1T10:00"}, CANCEL).met


@pytest.mark.parametrize("day", ["D+1M-10", "D+1M-9"])
def test_the_last_day_may_be_told_as_the_letter_or_as_the_desk_writes_it(day: str) -> None:
    (check,) = (one.check for one in drills.load("control-group").conditions if one.id == "told")
    letter = {
        "send_message": {"customer": "$customer", "template": "cancellation_confirmed", "fields": {"access_until": day}}
    }
    assert judged("control-group", check, {"do": letter}).met


def test_a_wrong_day_is_named_as_what_does_not_match() -> None:
    (check,) = (one.check for one in drills.load("control-group").conditions if one.id == "told")
    letter = {"send_message": {"customer": "$customer", "template": "free_text", "fields": {"text": "Até 3 de março."}}}
    saw = judged("control-group", check, {"do": letter})
    assert not saw.met and saw.pt_br.endswith("não confere: o dia até o qual há acesso.")
    assert saw.en.endswith("does not match: the day until which there is access.")
    late = judged("control-group", check, {"at": "D+2T10:00"}, {"do": letter})
    assert "out of time" in late.en and "day until" not in late.en


def test_access_that_ends_at_midnight_lasts_until_the_end_of_the_day_before() -> None:
    check = {"access_until": {"subscription": "$subscription", "until": "D+1M-9T00:00"}}
    assert "until the end of" in judged("control-group", check).en
