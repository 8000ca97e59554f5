"""The journal: everything that happened in a company, narrowed and paged, taken along, and gone back in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import IO
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.ui.figures import Column
from portal.ui.workbooks import text_cell, typed_cell
from sandbox import store
from sandbox.actions.issue import language
from sandbox.queries.journal import Told, journal, lines, told
from sandbox.queries.scene import scene_of
from sandbox.views import frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (8, 20, 24, 12, 28, 16, 10, 120)
AMOUNT = Column("", "money")
IN_MEMORY = 5 * 1024 * 1024


@frame.desk("journal")
def show(company: frame.Company) -> frame.Shown:
    """Each event in a plain sentence with its arithmetic, and the journal's fingerprint."""
    found = journal(company.scene, company.workspace, company.asked, company.path)
    context = {
        "journal": found,
        "hash": company.scene.world.chain,
        "is_free": company.workspace.kind == "free",
    }
    return frame.Shown("sandbox/journal/desk.html", _("Journal"), context)


@login_required
def export(request: HttpRequest, workspace: UUID, form: str) -> HttpResponseBase:
    """The whole journal as a file: JSON line by line for machines, a workbook of sentences for people."""
    opened = store.read(workspace, request.viewer)
    name = f"{slugify(opened.workspace.company)}-{_('journal')}.{form}"
    if form == "jsonl":
        body = (json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines(opened.workspace))
        answer = StreamingHttpResponse(body, content_type="application/x-ndjson")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    if form == "xlsx":
        rows = told(scene_of(opened, language()), opened.workspace)
        return FileResponse(_workbook(rows), as_attachment=True, filename=name, content_type=XLSX)
    raise Http404


def _workbook(rows: Iterator[Told]) -> IO[bytes]:
    """Row by row into a file that leaves memory where it grows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Journal")[:31])
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    words = (
        _("Number"),
        _("When"),
        _("Kind"),
        _("Customer"),
        _("Name"),
        _("Amount"),
        _("Currency"),
        _("What happened"),
    )
    head = [text_cell(sheet, word) for word in words]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for one in rows:
        moment = WriteOnlyCell(sheet, value=one.at)
        moment.number_format = "yyyy-mm-dd hh:mm"
        about = [text_cell(sheet, text) for text in (one.area, one.customer, one.name)]
        amount = typed_cell(sheet, one.amount, AMOUNT, one.currency)
        sheet.append([one.seq, moment, *about, amount, text_cell(sheet, one.currency), text_cell(sheet, one.text)])
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    book.save(out)
    out.seek(0)
    return out
