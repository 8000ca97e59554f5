"""Amounts of money in minor units, written as the reader's language writes them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

SYMBOLS = {"BRL": "R$", "USD": "US$", "EUR": "€", "GBP": "£"}
WITHOUT_CENTS = {"CLP", "JPY", "KRW", "PYG"}
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"


def write(minor_units: int, currency: str = "BRL") -> str:
    """4990, "BRL" is "R$ 49,90" in Portuguese and "R$49.90" in English; a debt carries a true minus."""
    cents = places(currency)
    amount = Decimal(abs(int(minor_units))).scaleb(-cents)
    figures = number_format(amount, decimal_pos=cents, use_l10n=True, force_grouping=True)
    symbol = SYMBOLS.get(currency, currency)
    close = (get_language() or "").startswith("en") and not symbol.isalpha()
    return f"{MINUS if minor_units < 0 else ''}{symbol}{'' if close else NO_BREAK}{figures}"


def places(currency: str) -> int:
    """How many decimal places a currency is written with."""
    return 0 if currency in WITHOUT_CENTS else 2
