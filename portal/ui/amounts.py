"""Amounts of money in minor units, written and read as a person's language writes them."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

SYMBOLS = {"BRL": "R$", "USD": "US$", "EUR": "€", "GBP": "£"}
WITHOUT_CENTS = {"CLP", "JPY", "KRW", "PYG"}
_SYMBOL = re.compile(r"(?:R\$|US\$|\$|€|£|¥|JPY)?\s*")
_PLAIN = r"(?P<units>[0-9]{1,9})(?:[.,](?P<cents>[0-9]{2}))?"
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


def read(text: str, currency: str = "BRL") -> int:
    """Minor units of an amount somebody typed: "49,90", "R$ 1.049,90", "1049.90". Raises ValueError where it could
    mean two amounts: "1.049" is a thousand in Portuguese alone, and "0.001" is nothing anywhere.
    """
    point, group = (".", ",") if (get_language() or "").startswith("en") else (",", ".")
    bare = _SYMBOL.sub("", text.strip(), count=1)
    forms = (_PLAIN, _grouped(group, point, cents="?"), _grouped(point, group, cents=""))
    found = next((match for form in forms if (match := re.fullmatch(form, bare))), None)
    if found is None or (found["cents"] and not places(currency)):
        raise ValueError(f"{text!r} is no amount")
    return int(re.sub(r"\D", "", found["units"])) * 10 ** places(currency) + int(found["cents"] or 0)


def _grouped(group: str, point: str, *, cents: str) -> str:
    """Thousands apart; up to nine digits before the cents, as in the plain form: a longer number is a slip."""
    thousands = rf"[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}}){{1,2}}"
    return rf"(?P<units>{thousands})(?:{re.escape(point)}(?P<cents>[0-9]{{2}})){cents}"


def places(currency: str) -> int:
    """How many decimal places a currency is written with."""
    return 0 if currency in WITHOUT_CENTS else 2
