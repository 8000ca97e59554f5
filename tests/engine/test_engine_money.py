"""Money: one rounding, half-up on the magnitude; splits lose nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.engine.money import allocate, format_money, half_up, share


def test_halves_go_away_from_zero_so_that_a_credit_mirrors_its_charge() -> None:
    assert half_up(Fraction(5, 2)) == 3
    assert half_up(Fraction(-5, 2)) == -3
    assert half_up(Fraction(249, 100)) == 2
    # 7990 × 20/30 = 5326.67 and 3990 × 20/30 = 2660
    assert share(7990, 20, 30) == 5327
    assert share(-3990, 20, 30) == -2660


def test_an_allocation_gives_ties_to_the_earlier_line() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]
    assert allocate(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="nothing to allocate over"):
        allocate(1, [0])
    with pytest.raises(ValueError, match="never negative"):
        allocate(1, [-1, 2])


@settings(max_examples=60, deadline=None)
@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(lambda weights: sum(weights) > 0),
)
def test_an_allocation_sums_to_its_total_and_is_never_a_unit_off(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(abs(Fraction(total * w, whole) - part) < 1 for w, part in zip(weights, parts, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 400), st.integers(1, 400))
def test_a_share_of_minus_an_amount_is_minus_the_share(amount: int, part: int, whole: int) -> None:
    assert share(-amount, part, whole) == -share(amount, part, whole)


def test_amounts_are_written_as_each_language_writes_them() -> None:
    assert format_money(104990, "BRL", "pt-br") == "R$\u00a01.049,90"
    assert format_money(104990, "BRL", "en") == "R$1,049.90"
    assert format_money(-5, "EUR", "en") == "\u2212€0.05"
    assert format_money(1200, "JPY", "pt-br") == "¥\u00a01.200"
