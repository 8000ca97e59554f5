"""From the bytes of a file to lines of text by field; hostile and broken files end here."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader

from portal.roster.columns import Columns, find_columns, recognised
from portal.roster.findings import Unreadable

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 100
MOST_UNPACKED = 150 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_STRINGS = 20 * 1024 * 1024
"""Bytes of the words that cells share, unpacked; 20 000 lines of people need a tenth of it."""
MOST_SHEET = 80 * 1024 * 1024
PATIENCE = 30.0
"""Seconds for which a file is read; people wait behind it. 20 000 lines of people take three."""
EMPTY_RUN = 5_000
"""So many empty rows in a row end a sheet: some programs write a million of them."""
OTHER_FILES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
BINARY = [bytes([code]) for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f"]
"""Signs that no text holds at its beginning: what has them is another kind of file, whatever its name says."""
MOST_LOOKED_AT = 4096
DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Bad:
    """A cell that holds no value one could take."""

    code: str
    shown: str = ""


Cell = str | Bad
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Line:
    """A line of the file: its number as a spreadsheet shows it, and its cells by field."""

    number: int
    cells: dict[str, str]
    bad: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """What a file says: its columns and its lines."""

    columns: Columns
    lines: Sequence[Line]


def read(content: bytes) -> Table:
    """Raises Unreadable for what is no table of people."""
    until = time.monotonic() + PATIENCE
    if content.startswith(OTHER_FILES):
        raise Unreadable("no_sheet")
    if content.startswith(b"PK\x03\x04"):
        rows = _workbook(content, until)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_workbook")
    else:
        rows = _csv(_decoded(content))
    columns: Columns | None = None
    lines: list[Line] = []
    for number, row in rows:
        if time.monotonic() > until:
            raise Unreadable("too_slow")
        if not any(row):
            continue
        if columns is None:
            columns = find_columns([cell if isinstance(cell, str) else "" for cell in row])
            continue
        line = _line(number, row, columns)
        if line is None:
            continue
        if len(lines) == MOST_LINES:
            raise Unreadable("too_many_lines", most=MOST_LINES)
        lines.append(line)
    if columns is None or not lines:
        raise Unreadable("empty")
    return Table(columns, lines)


def _line(number: int, row: Sequence[Cell], columns: Columns) -> Line | None:
    cells: dict[str, str] = {}
    bad: dict[str, tuple[str, str]] = {}
    for field, index in columns.places.items():
        cell = row[index] if index < len(row) else ""
        if isinstance(cell, Bad):
            cells[field], bad[field] = cell.shown, (cell.code, cell.shown)
        elif cell:
            cells[field] = cell
    return Line(number, cells, bad) if cells else None


# -- CSV --------------------------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else Windows-1252 as Brazilian programs write it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif any(sign in content[:MOST_LOOKED_AT] for sign in BINARY):
        raise Unreadable("no_sheet")
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_a_table")


def _csv(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("broken_csv", line=number + 1) from None
        number += 1
        yield number, [cell.strip() for cell in row[:MOST_COLUMNS]]


def _delimiter(text: str) -> str:
    """The sign under which the first line that says anything names most fields."""

    def score(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            first = next((row for row in reader if any(cell.strip() for cell in row)), [])
        except csv.Error:
            return (0, 0)
        return recognised(first), len(first)

    return max(DELIMITERS, key=score)


# -- XLSX -------------------------------------------------------------------------------------------------------------


class _Watched(zipfile.ZipFile):
    """An archive that is unpacked up to a moment and no further: words that cells share are read before the first row,
    and a row may be as long as a file."""

    def __init__(self, content: bytes, until: float) -> None:
        super().__init__(io.BytesIO(content))
        self._until = until

    def open(self, *args: Any, **kwargs: Any) -> Any:
        member, until = super().open(*args, **kwargs), self._until
        unpack = member.read

        def read(size: int = -1) -> bytes:
            if time.monotonic() > until:
                raise Unreadable("too_slow")
            return unpack(size)

        member.read = read  # type: ignore[method-assign]
        return member


def _workbook(content: bytes, until: float) -> Iterator[Row]:
    _refuse_bombs(content)
    try:
        reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        reader.archive = _Watched(content, until)
        reader.read()
        yield from _sheet(reader.wb.worksheets[0])
    except Unreadable:
        raise
    except Exception:  # openpyxl, zipfile and the XML parsers each raise their own for a broken or hostile file
        raise Unreadable("broken_workbook") from None


def _refuse_bombs(content: bytes) -> None:
    """What unpacks too large is not unpacked; zipfile reads no further than the size each member claims."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise Unreadable("broken_workbook") from None
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable("unpacks_too_large", most=MOST_UNPACKED // 1024 // 1024)
    for member in members:
        most = MOST_STRINGS if member.filename.lower().endswith("sharedstrings.xml") else MOST_SHEET
        if member.file_size > most:
            raise Unreadable("unpacks_too_large", most=most // 1024 // 1024)


def _sheet(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a sheet says of its size is not to be believed
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        cells = [_cell(cell) for cell in row]
        empty = 0 if any(cells) else empty + 1
        if empty > EMPTY_RUN:
            return
        yield number, cells


def _cell(cell: ReadOnlyCell) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Bad("formula", str(value)[:200])
    if cell.data_type == "e":
        return Bad("cell_error", str(value)[:200])
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
