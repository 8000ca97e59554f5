"""A number: within a tolerance, with the unit that stands beside it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from courses.rules.kinds.kind import Answer, Content, Order, Seen, Sent, Unread
from courses.rules.words import said

_DIGITS = r"[0-9]{1,12}"
_PLACES = r"[0-9]{1,6}"
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class NumericBody:
    """The number as it was answered; what is right only once it is revealed."""

    answered: str
    unit: str
    unit_before: bool
    is_right: bool = False
    right: str = ""
    tolerance: str = ""


@dataclass(frozen=True)
class Numeric:
    """`value` and `tolerance` are decimal numbers as text; `unit` is said by language and may be empty."""

    template: str = "courses/kinds/_numeric.html"

    def order(self, content: Content, chance: random.Random) -> list[str]:
        return []

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        typed = next(iter(sent("")), "").strip()
        for unit in sorted({unit.strip() for unit in content.get("unit", {}).values()} - {""}, key=len, reverse=True):
            typed = typed.removeprefix(unit).removesuffix(unit).strip()
        return [written(number(typed, language))] if typed else []

    def is_whole(self, content: Content, answer: Answer) -> bool:
        return bool(answer)

    def credit(self, content: Content, answer: Answer) -> Fraction:
        if not answer:
            return Fraction(0)
        off = abs(Decimal(answer[0]) - Decimal(content["value"]))
        return Fraction(off <= Decimal(content["tolerance"]))

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        return list(answer)

    def body(self, content: Content, seen: Seen) -> NumericBody:
        unit = said(content.get("unit", {}), seen.language)
        shown = spoken(seen.answer[0], seen.language) if seen.answer else ""
        before = unit.endswith("$") or unit in {"€", "£"}
        if not seen.revealed:
            return NumericBody(shown, unit, before)
        tolerance = spoken(content["tolerance"], seen.language) if Decimal(content["tolerance"]) else ""
        return NumericBody(
            shown,
            unit,
            before,
            is_right=self.credit(content, seen.answer) == 1,
            right=spoken(content["value"], seen.language),
            tolerance=tolerance,
        )

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        return [spoken(one, language) for one in answer]


def number(typed: str, language: str) -> Decimal:
    """A number as a person writes it in their language: "1.049,90" in Portuguese, "1,049.90" in English.

    The other language's decimal mark is understood where it can mean nothing else. Raises Unread for what is no
    number, or could be two, or is longer than anybody means.
    """
    point, group = (".", ",") if language.startswith("en") else (",", ".")
    bare = re.sub(r"[\s\N{NO-BREAK SPACE}]", "", typed).replace(_MINUS, "-")
    whole = rf"(?:{_DIGITS}|[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}}){{1,3}})"
    if re.fullmatch(rf"-?{whole}(?:{re.escape(point)}{_PLACES})?", bare, re.ASCII):
        return Decimal(bare.replace(group, "").replace(point, "."))
    other = re.fullmatch(rf"-?{_DIGITS}{re.escape(group)}(?P<places>{_PLACES})", bare, re.ASCII)
    if other and len(other["places"]) != 3:  # three digits behind a mark may be thousands
        return Decimal(bare.replace(group, "."))
    raise Unread("not_a_number")


def written(value: Decimal) -> str:
    """The canonical text of a number: no exponent, no zeros behind, no minus before nothing."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def spoken(canonical: str, language: str) -> str:
    """A canonical number as the language writes it."""
    text = canonical if language.startswith("en") else canonical.replace(".", ",")
    return text.replace("-", _MINUS, 1)
