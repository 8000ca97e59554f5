"""Workbooks written for people: the template, and the file again with what is wrong beside each line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from portal.roster.columns import EXAMPLES, HELP, LABELS
from portal.roster.models import Import
from portal.roster.preview import Preview
from portal.roster.queries import Sheet, lines_of, verdict
from portal.ui.workbooks import text_cell

HEAD = PatternFill("solid", fgColor="E3F0EC")
WRONG = PatternFill("solid", fgColor="FCE9E6")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(title: str, head: Sequence[str], rows: Any, widths: Sequence[int], *, wrong: Any = None) -> bytes:
    """A workbook of one sheet, written row by row."""
    book = Workbook(write_only=True)
    _sheet(book, title, head, rows, widths, wrong=wrong)
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, title: str, head: Sequence[str], rows: Any, widths: Sequence[int], *, wrong: Any = None) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    cells = [text_cell(sheet, word) for word in head]
    for cell in cells:
        cell.font, cell.fill = Font(bold=True), HEAD
    sheet.append(cells)
    for row in rows:
        written: list[Any] = [
            WriteOnlyCell(sheet, value=value) if isinstance(value, int) else text_cell(sheet, value) for value in row
        ]
        if wrong is not None and wrong(row):
            for cell in written:
                cell.fill, cell.alignment = WRONG, Alignment(wrap_text=True, vertical="top")
        sheet.append(written)


def template_xlsx() -> bytes:
    """Headings to fill in, and a second sheet that explains them."""
    book = Workbook(write_only=True)
    _sheet(book, _("People"), [str(label) for label in LABELS.values()], [], [32, 28, 28, 24, 32, 14, 12, 22, 14])
    rows = [[str(LABELS[name]), str(HELP[name]), EXAMPLES[name]] for name in LABELS]
    _sheet(book, _("Help"), [_("Column"), _("What belongs in it"), _("Example")], rows, [24, 70, 32])
    return saved(book)


def template_csv() -> bytes:
    """Headings in UTF-8 with its mark, parted as spreadsheets of the language expect."""
    out = io.StringIO()
    delimiter = ";" if (get_language() or "").startswith("pt") else ","
    csv.writer(out, delimiter=delimiter).writerow(str(label) for label in LABELS.values())
    return ("\ufeff" + out.getvalue()).encode()


def report_xlsx(of: Import) -> bytes:
    """Every line as it was sent, with what becomes of it and why."""
    sheet, preview = Sheet(of), Preview(of)
    places = sorted(of.columns.items(), key=lambda item: item[1][0])
    head = [
        pgettext("of a file", "Line"),
        _("What happens"),
        _("What to do, or what changes"),
        *(heading for _name, (_at, heading) in places),
    ]
    left_out = verdict_of_errors()

    def rows() -> Any:
        for entry in lines_of(of):
            changes = [change.sentence for change in preview.changes(entry)]
            yield [entry["n"], *verdict(sheet, entry, changes), *(entry["cells"].get(name, "") for name, _ in places)]

    widths = [8, 20, 70, *([24] * len(places))]
    return table(_("Check"), head, rows(), widths, wrong=lambda row: row[1] == left_out)


def verdict_of_errors() -> str:
    return _("Left out for errors")
