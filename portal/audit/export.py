"""Export: the acts one reads as a workbook; that it was taken is an act itself, written before the first line leaves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from portal.audit.queries import Act, Asked, acts_of, entries_asked
from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.ui.workbooks import text_cell

WIDTHS = (20, 28, 28, 24, 60, 50)
IN_MEMORY = 5 * 1024 * 1024


@transaction.atomic
def export(viewer: Viewer, asked: Asked) -> IO[bytes]:
    """A file, at its beginning, with everything that the filters let through, in the language being spoken."""
    require(viewer, Capability.READ_AUDIT)
    rows = entries_asked(viewer, asked)
    audited(viewer, "audit.exported", rows=rows.count())
    return _written(acts_of(rows))


def _written(acts: Iterable[Act]) -> IO[bytes]:
    """Row by row into a file that leaves memory where it grows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Audit")[:31])
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    head = [
        text_cell(sheet, word)
        for word in (_("When"), _("Done by"), _("About"), _("Kind of act"), _("What"), _("Reason"))
    ]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for act in acts:
        about = f"{act.about.text} {act.about.note}".strip() if act.about else ""
        at = date_format(localtime(act.entry.at), "SHORT_DATETIME_FORMAT")
        told = (at, act.by.text, about, str(act.group), act.sentence, act.entry.reason)
        sheet.append([text_cell(sheet, word) for word in told])
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    book.save(out)
    out.seek(0)
    return out
