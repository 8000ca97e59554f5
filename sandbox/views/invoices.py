"""Invoices and credit notes: the list, each document on a page, and the same on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.amounts import write
from portal.ui.documents import pdf as typeset
from sandbox.queries import approvals, invoices
from sandbox.queries.paper import House, Paper
from sandbox.views import frame
from sandbox.views.refunds import desk_head, with_openings

DOCUMENT = Path(__file__).resolve().parent.parent / "documents" / "paper.typ"


def no_fiscal_document(company: str) -> str:
    return _("%(company)s is a practice company: this is no fiscal document.") % {"company": company}


@frame.desk("invoices")
def show(company: frame.Company) -> frame.Shown:
    """The list by state, customer or number, and month, with its sums."""
    asked = invoices.asked_for({name: company.asked.get(name, "") for name in company.asked}, frame.MOST_DIGITS)
    labels = (
        pgettext("invoices", "All"),
        pgettext("invoices", "Open"),
        pgettext("invoices", "Overdue"),
        pgettext("invoices", "Paid"),
        pgettext("invoices", "Given up"),
        pgettext("invoices", "Void"),
        pgettext("invoices", "Drafts"),
    )
    statuses = ("", *invoices.STATUSES)
    context = {
        "found": invoices.listed(company.scene, company.workspace, asked),
        "asked": asked,
        "filters": [(value, label, value == asked.status) for value, label in zip(statuses, labels, strict=True)],
    }
    return frame.Shown("sandbox/invoices/desk.html", pgettext("desk", "Invoices"), context)


@frame.desk("invoices")
def invoice(company: frame.Company, invoice: str) -> frame.Shown:
    """One invoice, line by line, and what was done about it."""
    file = invoices.invoice_file(company.scene, company.workspace, invoice)
    if file is None:
        raise Http404
    context = {
        **desk_head(company),
        "file": file,
        "footer": no_fiscal_document(company.workspace.company),
        "attempts": file.attempts,
        "openings": [
            *company.openings("finalise", "collect", "schedule", "link", "credit-note", about=invoice),
            *company.openings("goodwill", "void", "uncollectible", about=invoice),
            *company.openings("charge", "invoice-now", "write", about=file.customer),
        ],
        "credits": [(line, company.openings("credit-note", about=line.id)) for line in file.creditable],
        "charges": invoices.waiting_charges(company.scene, file.customer),
        "waiting": [with_openings(company, one) for one in approvals.waiting(company.scene, invoice)],
    }
    return frame.Shown("sandbox/invoices/invoice.html", file.paper.name, context)


@frame.desk("invoices")
def invoice_pdf(company: frame.Company, invoice: str) -> HttpResponse:
    file = invoices.invoice_file(company.scene, company.workspace, invoice)
    if file is None:
        raise Http404
    facts = [
        (_("Issued"), file.issued),
        (_("Due"), file.due),
        (_("Status"), file.status),
    ]
    after = [(_("Paid so far"), file.paid), (_("Credited"), file.credited), (_("Still open"), file.remaining)]
    return _on_paper(
        company,
        file.paper,
        house=file.house,
        bearings=file.bearings,
        facts=facts,
        after=[*file.paper.after, *_back(file), *_settled(after)],
    )


def _settled(after: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(label, amount) for label, amount in after if amount] or [(_("Still open"), 0)]


def _back(file: invoices.InvoiceFile) -> list[tuple[str, int]]:
    """What went back of what was paid, each with its day."""
    return [(_("Gone back on %(day)s") % {"day": one.day}, one.amount) for one in file.back]


@frame.desk("invoices")
def credit_note(company: frame.Company, note: str) -> frame.Shown:
    """One credit note: what it takes off each line, and where the money went."""
    file = invoices.note_file(company.scene, company.workspace, note)
    if file is None:
        raise Http404
    footer = no_fiscal_document(company.workspace.company)
    context = {"file": file, "footer": footer, "openings": company.openings("write", about=file.customer)}
    return frame.Shown("sandbox/invoices/note.html", file.paper.name, context)


@frame.desk("invoices")
def credit_note_pdf(company: frame.Company, note: str) -> HttpResponse:
    file = invoices.note_file(company.scene, company.workspace, note)
    if file is None:
        raise Http404
    facts = [(_("Issued"), file.day), (_("Invoice"), str(file.number)), (_("Reason"), file.reason)]
    name = f"{slugify(file.paper.name)}-{note}"
    return _on_paper(
        company,
        file.paper,
        house=file.house,
        bearings=file.bearings,
        facts=facts,
        after=[*file.paper.after],
        name=name,
    )


def _on_paper(
    company: frame.Company,
    paper: Paper,
    *,
    house: House,
    bearings: Sequence[str],
    facts: list[tuple[str, str]],
    after: list[tuple[str, int]],
    name: str = "",
) -> HttpResponse:
    """The document as A4, with the company, the customer, and the tax number masked as on every page."""
    scene = company.scene
    data: dict[str, Any] = {
        "language": "en" if scene.language == "en" else "pt",
        "house": company.workspace.company,
        "title": paper.name,
        "to_label": pgettext("on a document", "To"),
        "to": paper.customer,
        "house_lines": [house.seat, house.tax_number],
        "bearings": list(bearings),
        "facts": facts,
        "heads": [_("What for"), _("Amount")],
        "lines": [
            {"what": line.what, "small": [line.period, line.sum], "amount": write(line.amount, scene.currency)}
            for line in paper.lines
        ],
        "totals": [(label, write(amount, scene.currency)) for label, amount in paper.totals],
        "included": [(label, write(amount, scene.currency)) for label, amount in paper.included],
        "after": [(label, write(amount, scene.currency)) for label, amount in after],
        "footer": no_fiscal_document(company.workspace.company),
        "printed": _("As of %(at)s, company time") % {"at": scene.moment(scene.world.now)},
    }
    response = HttpResponse(typeset(DOCUMENT, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name or slugify(paper.name)}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
