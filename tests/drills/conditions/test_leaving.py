"""Leaving words: when a cancellation was entered, and until when access lasts, as journals of drills show them."""

from __future__ import annotations

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
