"""Money: integer minor units, exact fractions inside, one rounding for each stored line, and how amounts
are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

EXPONENTS: Final[dict[str, int]] = {"BRL": 2, "EUR": 2, "USD": 2, "JPY": 0}
SYMBOLS: Final[dict[str, str]] = {"BRL": "R$", "EUR": "€", "USD": "US$", "JPY": "¥"}


_PERCENT: Final = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?")


def percent_rate(percent: str) -> int | None:
    """`17.5` in millionths; None where it is no percentage from nothing to a hundred."""
    match = _PERCENT.fullmatch(percent)
    rate = None if match is None else int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0"))
    return rate if rate is not None and rate <= 1_000_000 else None


def half_up(exact: Fraction) -> int:
    """Round to a whole minor unit, halves away from zero, so that a credit mirrors its charge."""
    magnitude = abs(exact)
    whole = (2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator)
    return -whole if exact < 0 else whole


def share(amount: int, part: int, whole: int) -> int:
    """`amount × part/whole`, rounded once."""
    if whole <= 0:
        raise ValueError("a share needs a positive whole")
    return half_up(Fraction(amount * part, whole))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` over non-negative weights by largest remainder; ties go to the earlier line."""
    if any(weight < 0 for weight in weights):
        raise ValueError("weights are never negative")
    sum_of_weights = sum(weights)
    if sum_of_weights == 0:
        if total:
            raise ValueError("nothing to allocate over")
        return [0] * len(weights)
    sign = -1 if total < 0 else 1
    magnitude = abs(total)
    floors = [magnitude * weight // sum_of_weights for weight in weights]
    remainders = [magnitude * weight % sum_of_weights for weight in weights]
    left = magnitude - sum(floors)
    for index in sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:left]:
        floors[index] += 1
    return [sign * part for part in floors]


def spread(total: int, exact: Sequence[Fraction]) -> list[int]:
    """`total` over lines whose exact shares are known, of either sign; ties go to the earlier line."""
    floors = [part.numerator // part.denominator for part in exact]
    left = total - sum(floors)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for step in range(abs(left)):
        floors[order[step % len(order)]] += 1 if left > 0 else -1
    return floors


def format_money(amount: int, currency: str, language: str) -> str:
    """`R$ 1.049,90` in Portuguese, `R$1,049.90` in English; the space never breaks a line."""
    exponent = EXPONENTS[currency]
    units, minor = divmod(abs(amount), 10**exponent)
    thousands, decimal, space = (".", ",", "\u00a0") if language == "pt-br" else (",", ".", "")
    text = f"{units:,}".replace(",", thousands)
    if exponent:
        text = f"{text}{decimal}{minor:0{exponent}d}"
    sign = "\u2212" if amount < 0 else ""
    return f"{sign}{SYMBOLS[currency]}{space}{text}"
