"""Reporting words: an answer about figures against the engine's own metrics, and who was named in it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drills.played import judged

DISCOUNTS_OFF = {"mrr_discounts": "subtracted", "mrr_past_due": "counts"}
LIST_PRICES = {"mrr_discounts": "ignored", "mrr_past_due": "counts"}
WITHOUT_LATE = {"mrr_discounts": "ignored", "mrr_past_due": "excluded"}


def close(said: str) -> dict[str, Any]:
    return {"do": {"close_task": {"task": "$task", "result": said}}}


def answered(*figures: dict[str, str]) -> dict[str, Any]:
    return {"mrr_answered": {"kind": "compare_reports", "day": "$closing", "figures": list(figures)}}


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ((DISCOUNTS_OFF,), "{net:money}"),
        ((LIST_PRICES,), "{list:money}"),
        ((LIST_PRICES, DISCOUNTS_OFF), "{gap:money}"),
        ((LIST_PRICES, WITHOUT_LATE), "{price:money}"),
    ],
)
def test_the_engines_metrics_are_what_the_answer_is_compared_with(figures: Any, said: str) -> None:
    assert "not been written" in judged("two-dashboards", answered(*figures)).en
    assert judged("two-dashboards", answered(*figures), close(said)).met
    assert judged("two-dashboards", answered(*figures), {"at": "D+3MT09:00"}, close(said)).met
    assert not judged("two-dashboards", answered(*figures), close("{running:money}")).met


def test_an_answer_has_its_reason_in_either_language() -> None:
    check = {"answer_mentions": {"kind": "compare_reports", "any_of": ["descont", "discount"]}}
    assert judged("two-dashboards", check, close("São os Descontos.")).met
    assert judged("two-dashboards", check, close("All discounts.")).met
    assert not judged("two-dashboards", check, close("Depende.")).met
    assert not judged("two-dashboards", check).met


def test_nobody_is_named_in_tasks_and_what_is_handed_on() -> None:
    check: dict[str, Any] = {"nobody_named_in_work": {}}
    assert judged("two-dashboards", check, close("São os descontos.")).met
    assert not judged("two-dashboards", check, close("É o cupom de $alma.")).met
    handed = {"do": {"escalate": {"about": "c-951", "to": "finance", "reason": "Ver $celina"}}}
    assert not judged("two-dashboards", check, handed).met
