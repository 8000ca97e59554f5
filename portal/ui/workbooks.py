"""Workbooks: numbers stay numbers, days stay days, and what people wrote stays text, in whatever program opens it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import IO, Any

from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from portal.ui import amounts
from portal.ui.figures import Column, Figures, Value

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def text_cell(sheet: Any, text: str) -> Any:
    """Text and nothing else: what begins like a formula is marked as text, as if an apostrophe stood before it."""
    cell = WriteOnlyCell(sheet, value=None)
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    if clean:
        cell.value = clean
        cell.data_type = "s"
    if clean.startswith(DANGEROUS):
        cell.quotePrefix = True
        cell.number_format = "@"
    return cell


IN_MEMORY = 5 * 1024 * 1024
WIDTHS = {"text": 34, "count": 12, "number": 12, "money": 16, "rate": 12, "share": 10, "month": 12, "day": 14}
FORMATS = {"count": "#,##0", "number": "0", "rate": "0.0%", "share": "0%", "month": "yyyy-mm", "day": "yyyy-mm-dd"}
_NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]]")
LONGEST_NAME = 31


def book_of(sheets: Iterable[Figures], about: Sequence[tuple[str, str]] = ()) -> IO[bytes]:
    """A workbook with one sheet a table, row by row into a file that leaves memory where it grows; at its beginning.

    `about` says on a last sheet what the figures are: whose, as of when, counted how.
    """
    book = Workbook(write_only=True)
    for number, figures in enumerate(sheets, start=1):
        _write_sheet(book, figures, number)
    if about:
        _write_about(book, about)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    book.save(out)
    out.seek(0)
    return out


def typed_cell(sheet: Any, value: Value, column: Column, currency: str) -> Any:
    """A value as what it is: money in whole units of the currency, rates as shares, months as their first day."""
    if value is None or column.kind == "text":
        return text_cell(sheet, "" if value is None else str(value))
    if column.kind == "money":
        places = 0 if currency in amounts.WITHOUT_CENTS else 2
        cell = WriteOnlyCell(sheet, value=Decimal(int(value)).scaleb(-places))  # type: ignore[arg-type]
        cell.number_format = f"#,##0.{'0' * places}" if places else "#,##0"
        return cell
    cell = WriteOnlyCell(sheet, value=float(value) if isinstance(value, Fraction) else value)
    cell.number_format = FORMATS[column.kind]
    return cell


def _name(title: str, number: int) -> str:
    """As many whole words of a title as a sheet's name has room for."""
    name = f"{number} {_NOT_IN_A_NAME.sub(' ', title)}"
    if len(name) <= LONGEST_NAME:
        return name
    whole, _space, _rest = name[: LONGEST_NAME + 1].rpartition(" ")
    return whole.rstrip(" ,;:-") if whole.strip("0123456789 ") else name[:LONGEST_NAME]


def _write_about(book: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.create_sheet(pgettext("sheet of a workbook", "About"))
    for place, width in enumerate((WIDTHS["text"], 2 * WIDTHS["text"]), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for label, value in about:
        head = text_cell(sheet, label)
        head.font = Font(bold=True)
        sheet.append([head, text_cell(sheet, value)])


def _write_sheet(book: Any, figures: Figures, number: int) -> None:
    sheet = book.create_sheet(_name(figures.title, number))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(figures.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column.kind]
    head = [text_cell(sheet, column.label) for column in figures.columns]
    for cell, column in zip(head, figures.columns, strict=True):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="right" if column.is_number else "left", wrap_text=True)
    sheet.append(head)
    for values in figures.values:
        sheet.append(
            [
                typed_cell(sheet, value, column, figures.currency)
                for value, column in zip(values, figures.columns, strict=True)
            ]
        )
