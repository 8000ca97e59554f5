"""Cells of workbooks: what people wrote stays text, in whatever program opens it."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

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
