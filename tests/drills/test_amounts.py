"""Amounts: a drill file's sums are worked out by the engine's rounding, and nothing else is."""

from __future__ import annotations

import pytest

from sandbox.drills.amounts import worked_out
from sandbox.drills.variation import choose, put_in

VALUES = {"price": 3990, "dearer": 7990, "name": "Rita"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("= price", 3990),
        ("= price - 500", 3490),
        ("= 3 * (price + 10)", 12000),
        ("= share(dearer, 20, 30) - share(price, 20, 30)", 2667),
        ("= -price", -3990),
        ("= min(price, dearer, 20000)", 3990),
    ],
)
def test_a_sum_is_worked_out(text: str, amount: int) -> None:
    assert worked_out(text, VALUES) == amount
    assert put_in({"amount": text}, VALUES) == {"amount": amount}


@pytest.mark.parametrize(
    "text",
    ["= name", "= nobody + 1", "= 2 ** 99999", "= 1.5", "= __import__('os')", "= price.real", "= [1]", "= ", "= True",
     "= share(1, 2, 0)", "= share(1)", "= min(*[1])", "= " + "(" * 150 + "1" + ")" * 40],
)  # fmt: skip
def test_anything_else_is_refused_by_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        worked_out(text, VALUES)


def test_a_variable_may_be_a_sum_of_earlier_ones_or_a_working_day() -> None:
    rules = {
        "day": {"one_of": ["2026-11-19"]},
        "price": {"from": 100, "to": 100},
        "twice": {"is": "= 2 * price"},
        "due": {"business_days": 3, "after": "D", "holidays": ["2026-11-20"]},
    }
    assert choose(1, "x", rules) == {"day": "2026-11-19", "price": 100, "twice": 200, "due": "2026-11-25"}
