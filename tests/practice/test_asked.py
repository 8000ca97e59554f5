"""What customers of a practice company ask back is said as the amount of it is, whatever period they paid for."""

from __future__ import annotations

from sandbox.practice.regrets import ASKED


def test_a_part_asked_back_names_no_period_that_the_payment_may_not_have() -> None:
    parts = [words for percent, *words in ASKED if percent < 100]
    assert parts
    for words in parts:
        assert not any(period in text for text in words for period in ("mês", "month", "ano", "year"))
