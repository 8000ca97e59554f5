"""Figures: a table of typed values, told on the page as the reader's language writes them and kept typed in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils.dates import MONTHS_3
from django.utils.formats import number_format
from django.utils.translation import get_language

from portal.ui import amounts

Kind = Literal["text", "count", "number", "money", "rate", "share", "month", "day"]
Value = str | int | Fraction | date | None
"""Text; a count, the number of a document, or money in minor units; a rate, exact, or a share told without decimals; a day, or the first day of a
month; nothing to say.
"""

NUMBERS = frozenset({"count", "number", "money", "rate", "share"})
NOTHING = "–"
PERCENT_PLACES = 1


@dataclass(frozen=True)
class Column:
    """What stands in one column, under which word."""

    label: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Cell:
    """One value as it is told; `level` is its place on the scale of a heat table, or nothing."""

    label: str
    text: str
    is_number: bool
    level: int | None = None

    @property
    def is_tinted(self) -> bool:
        return self.level is not None


@dataclass(frozen=True)
class Row:
    """One row: its head, the rest of its cells, and whether it sums the others up."""

    head: Cell
    cells: list[Cell]


@dataclass(frozen=True)
class Figures:
    """A table: what it is of, its columns, and its rows; the last row sums up where `has_sum` says so."""

    title: str
    columns: Sequence[Column]
    values: Sequence[Sequence[Value]]
    currency: str = "BRL"
    has_sum: bool = False
    heat: Sequence[Sequence[int | None]] = field(default_factory=list)
    """By row and column after the first, the step of each tinted cell, from 0."""

    @property
    def rows(self) -> list[Row]:
        told = list(self._rows())
        return told[:-1] if self.has_sum else told

    @property
    def sum(self) -> Row | None:
        return list(self._rows())[-1] if self.has_sum else None

    @property
    def is_heat(self) -> bool:
        return bool(self.heat)

    def _rows(self) -> Iterator[Row]:
        for place, values in enumerate(self.values):
            levels = [None, *(self.heat[place] if self.heat else [None] * (len(values) - 1))]
            cells = [
                Cell(column.label, self._told(value, column), column.is_number, level)
                for column, value, level in zip(self.columns, values, levels, strict=True)
            ]
            yield Row(cells[0], cells[1:])

    def _told(self, value: Value, column: Column) -> str:
        """A heat table leaves empty what is yet to come."""
        return "" if value is None and self.is_heat else tell(value, column.kind, self.currency)


def tell(value: Value, kind: Kind, currency: str = "BRL") -> str:
    """A value as the reader's language writes it."""
    match kind:
        case _ if value is None:
            return NOTHING
        case "money":
            return amounts.write(_whole(value), currency)
        case "rate":
            return percent(Fraction(_number(value)))
        case "share":
            return percent(Fraction(_number(value)), 0)
        case "count":
            return number_format(_whole(value), decimal_pos=0, use_l10n=True, force_grouping=True)
        case "month":
            return month(_day(value))
        case "day":
            return f"{_day(value).day} {month(_day(value))}"
        case _:
            return str(value)


def percent(rate: Fraction, places: int = PERCENT_PLACES) -> str:
    """1/19 is "5,3 %" in Portuguese and "5.3%" in English; rounded half up on the magnitude."""
    tenths = _half_up(abs(rate) * 100 * 10**places)
    figures = number_format(_decimal(tenths, places), decimal_pos=places, use_l10n=True)
    return f"{amounts.MINUS if rate < 0 and tenths else ''}{figures}%"


def month(day: date) -> str:
    """ "nov 2026" or "Nov 2026": a month in a table."""
    return f"{short_month(day)} {day.year}"


def short_month(day: date) -> str:
    """Three letters; English begins its months with a capital."""
    word = str(MONTHS_3[day.month])
    return word if (get_language() or "").startswith("pt") else word.capitalize()


def _half_up(value: Fraction) -> int:
    return int((2 * value.numerator + value.denominator) // (2 * value.denominator))


def _decimal(number: int, places: int) -> Decimal:
    return Decimal(number).scaleb(-places)


def _number(value: Value) -> Fraction:
    if isinstance(value, int | Fraction):
        return Fraction(value)
    raise TypeError(f"not a number: {value!r}")


def _whole(value: Value) -> int:
    if isinstance(value, int):
        return value
    raise TypeError(f"not a whole number: {value!r}")


def _day(value: Value) -> date:
    if isinstance(value, date):
        return value
    raise TypeError(f"not a day: {value!r}")
