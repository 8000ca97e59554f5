"""Invoices: the list that reaches back to the first, and one document with everything that became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.paged import Paged
from sandbox import paperwork
from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.invoicing import Invoice, InvoiceDocument, Payment, Refund
from sandbox.engine.narration import DECLINE_WORDS, method_words
from sandbox.engine.speech import Speaker
from sandbox.engine.text import number_of
from sandbox.engine.wording import RAIL_WORDS
from sandbox.queries.file import INVOICE_WORDS
from sandbox.queries.paper import House, Paper, PaperLine, bearings, credit_note_paper, house, invoice_paper
from sandbox.queries.refund_reasons import reason_words
from sandbox.queries.scene import Scene

A_PAGE = 50
MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
STATUSES = ("open", "overdue", "paid", "uncollectible", "void", "draft")
"""`overdue` is what is open beyond its day."""


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; what makes no sense is left out."""

    status: str = ""
    wanted: str = ""
    month: str = ""
    page: int = 1


@dataclass(frozen=True)
class InvoiceRow:
    """One invoice as the list shows it; amounts in minor units."""

    id: str
    number: int
    name: str
    issued: str
    due: str
    total: int
    remaining: int
    tone: str
    status: str
    icon: str


@dataclass(frozen=True)
class InvoicePage(Paged):
    """A page of the list, and the sums of all that fits."""

    rows: Sequence[InvoiceRow]
    count: int
    total: int
    remaining: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // A_PAGE))


@dataclass(frozen=True)
class AttemptRow:
    """One payment, or one attempt that brought no money."""

    id: str
    day: str
    how: str
    amount: int
    tone: str
    status: str
    code: str
    is_open: bool
    """Whether it has a page of its own: it was received, and is still worked with."""


@dataclass(frozen=True)
class NoteRow:
    id: str
    day: str
    amount: int
    reason: str


@dataclass(frozen=True)
class BackRow:
    """Money of this invoice that went back by a refund."""

    day: str
    amount: int


@dataclass(frozen=True)
class InvoiceFile:
    """One invoice: the paper, its state, and everything that was done about it."""

    id: str
    customer: str
    name: str
    paper: Paper
    issued: str
    due: str
    tone: str
    status: str
    icon: str
    paid: int
    credited: int
    remaining: int
    slip: str
    payable_until: str
    attempts: Sequence[AttemptRow]
    notes: Sequence[NoteRow]
    back: Sequence[BackRow]
    bearings: Sequence[str]
    house: House
    creditable: Sequence[PaperLine]
    """The lines of which something may still be credited, with what of it."""

    @property
    def back_badge(self) -> tuple[str, str, str] | None:
        return back_badge(self.paid, sum(one.amount for one in self.back))


@dataclass(frozen=True)
class NoteFile:
    """One credit note and the invoice it stands beside."""

    id: str
    invoice: str
    number: int
    customer: str
    name: str
    paper: Paper
    day: str
    reason: str
    is_approved: bool
    bearings: Sequence[str]
    house: House


def past_due(scene: Scene) -> int:
    """How many open invoices are beyond their day."""
    today = calendar.day_of(scene.world.now, scene.zone)
    return sum(one.status == "open" and one.document.due < today for one in scene.world.invoices.values())


def listed(scene: Scene, workspace: Any, asked: Asked) -> InvoicePage:
    """Newest first. What is paid or of any state comes from the journal, which forgets nothing; the other states are
    the working world's alone.
    """
    fits = _fitting(scene, asked)
    known = [one for one in scene.world.invoices.values() if fits(one)]
    remaining = sum(one.remaining for one in known if one.status == "open")
    if asked.status in ("", "paid"):
        count, total, documents = _from_journal(scene, workspace, asked)
        if not documents and count:
            return listed(scene, workspace, Asked(asked.status, asked.wanted, asked.month, -(-count // A_PAGE)))
        rows = [_row(scene, document) for document in documents]
        return InvoicePage(rows, count, total, remaining, asked.page)
    known.sort(key=lambda one: (one.document.issued_at, one.document.number), reverse=True)
    last = max(1, -(-len(known) // A_PAGE))
    here = min(asked.page, last)
    rows = [_row(scene, one.document) for one in known[(here - 1) * A_PAGE : here * A_PAGE]]
    return InvoicePage(rows, len(known), sum(one.document.total for one in known), remaining, here)


def _from_journal(scene: Scene, workspace: Any, asked: Asked) -> tuple[int, int, list[InvoiceDocument]]:
    where = Q()
    if asked.status == "paid":
        others = [key for key, one in scene.world.invoices.items() if one.status != "paid"]
        where &= ~Q(payload__document__id__in=others)
    if asked.month:
        where &= Q(payload__document__issued__startswith=asked.month)
    if asked.wanted:
        where &= Q(customer__in=_named(scene, asked.wanted)) | Q(payload__document__id=asked.wanted)
        if asked.wanted.isdecimal():
            where |= Q(payload__document__number=int(asked.wanted))
    return paperwork.issued(workspace, where, start=(asked.page - 1) * A_PAGE, count=A_PAGE)


def _named(scene: Scene, wanted: str) -> list[str]:
    """Customers by id or by a part of the name."""
    sought = wanted.casefold()
    return [key for key in scene.world.customers if key == wanted or sought in scene.name(key).casefold()]


def _fitting(scene: Scene, asked: Asked) -> Callable[[Invoice], bool]:
    today = calendar.day_of(scene.world.now, scene.zone)
    named = frozenset(_named(scene, asked.wanted)) if asked.wanted else frozenset()
    status = "open" if asked.status == "overdue" else asked.status

    def fits(one: Invoice) -> bool:
        document = one.document
        return (
            (not status or one.status == status)
            and (asked.status != "overdue" or document.due < today)
            and document.issued.isoformat().startswith(asked.month)
            and (not asked.wanted or document.customer in named or asked.wanted in (document.id, str(document.number)))
        )

    return fits


def _row(scene: Scene, document: InvoiceDocument) -> InvoiceRow:
    known = scene.world.invoices.get(document.id)
    tone, status, icon = state(scene, known)
    return InvoiceRow(
        id=document.id,
        number=document.number,
        name=scene.name(document.customer),
        issued=scene.written_day(document.issued),
        due=scene.written_day(document.due),
        total=document.total,
        remaining=known.remaining if known else 0,
        tone=tone,
        status=status,
        icon=icon,
    )


ICONS = {"draft": "pencil", "open": "clock", "paid": "check", "void": "file-x", "uncollectible": "archive"}


def state(scene: Scene, invoice: Invoice | None) -> tuple[str, str, str]:
    """Tone, word and icon; what left the working world was paid long ago."""
    name = invoice.status if invoice else "paid"
    tone, status = INVOICE_WORDS[name]
    today = calendar.day_of(scene.world.now, scene.zone)
    if invoice is not None and name == "open" and invoice.document.due < today:
        return "late", pgettext("invoice", "overdue"), "alarm-clock"
    return tone, str(status), ICONS[name]


def invoice_file(scene: Scene, workspace: Any, key: str) -> InvoiceFile | None:
    """The invoice, or None where this company never issued it; whoever asks for an old one brings the whole company."""
    invoice = scene.world.invoices.get(key)
    if invoice is None:
        return None
    document = invoice.document
    told = paperwork.told(workspace, document.customer, "charge_added")
    charges = {one.charge.id: one.charge.description for one in told if isinstance(one, ev.ChargeAdded)}
    payments = [scene.world.payments[one] for one in invoice.payments]
    notes = [scene.world.credit_notes[one] for one in invoice.credit_notes]
    paper = invoice_paper(scene, document, charges)
    tone, status, icon = state(scene, invoice)
    return InvoiceFile(
        id=key,
        customer=document.customer,
        name=scene.name(document.customer),
        paper=paper,
        issued=scene.written_day(document.issued),
        due=scene.written_day(document.due),
        tone=tone,
        status=status,
        icon=icon,
        paid=invoice.paid,
        credited=sum(note.amount for note in notes),
        remaining=invoice.remaining,
        slip=_slip(scene, invoice),
        payable_until=scene.written_day(invoice.payable_until) if invoice.payable_until else "",
        attempts=[_attempt(scene, one) for one in payments],
        notes=[NoteRow(one.id, scene.day(one.issued_at), one.amount, reason_words(one.reason)) for one in notes],
        back=[BackRow(scene.day(one.at), one.amount) for one in refunds_of(scene, invoice.payments)],
        bearings=bearings(scene, document.customer, document.issued_at),
        house=house(scene),
        creditable=_creditable(invoice, paper),
    )


def _creditable(invoice: Invoice, paper: Paper) -> list[PaperLine]:
    if invoice.status not in ("open", "paid"):
        return []
    lines = enumerate(zip(paper.lines, invoice.document.lines, strict=True))
    return [
        replace(line, amount=invoice.rest(place), sum=_("with its taxes") if own.added else "")
        for place, (line, own) in lines
        if invoice.rest(place) > 0
    ]


def refunds_of(scene: Scene, payments: Sequence[str]) -> list[Refund]:
    """What went back of these payments and did not come back from the bank."""
    return [one for one in scene.world.refunds.values() if one.payment in payments and one.failed_at is None]


def back_badge(paid: int, back: int) -> tuple[str, str, str] | None:
    """That what was paid went back, as a badge; none where nothing did."""
    if not back:
        return None
    words = pgettext("invoice", "money gone back") if back >= paid else pgettext("invoice", "part gone back")
    return "calm", words, "undo-2"


def _attempt(scene: Scene, one: Payment) -> AttemptRow:
    tone, status = {
        "settled": ("ok", pgettext("payment", "received")),
        "declined": ("late", pgettext("payment", "declined")),
        "unknown": ("warn", pgettext("payment", "no answer")),
        "lost": ("plain", pgettext("payment", "never reached the bank")),
    }[one.status]
    code = ""
    if one.status == "declined":
        words = DECLINE_WORDS[one.code][0 if scene.language == "pt-br" else 1]
        code = f"{words} ({one.response}{f' · MAC {one.mac}' if one.mac is not None else ''})"
    method = scene.world.methods.get(one.method or "")
    rail = Speaker(scene.world, scene.language, scene.people).word(RAIL_WORDS, one.rail)
    how = method_words(method, scene.language) if method else rail[0].upper() + rail[1:]
    return AttemptRow(
        one.id,
        scene.moment(one.at),
        how,
        one.amount,
        tone,
        status,
        code,
        bool(one.captured),
    )


def note_file(scene: Scene, workspace: Any, key: str) -> NoteFile | None:
    """The credit note; one that was ever issued never leaves the working world."""
    note = scene.world.credit_notes.get(key)
    if note is None:
        return None
    document = scene.world.invoices[note.invoice].document
    told = paperwork.told(workspace, document.customer, "charge_added")
    charges = {one.charge.id: one.charge.description for one in told if isinstance(one, ev.ChargeAdded)}
    return NoteFile(
        id=key,
        invoice=note.invoice,
        number=document.number,
        customer=document.customer,
        name=scene.name(document.customer),
        paper=credit_note_paper(scene, note, charges),
        day=scene.day(note.issued_at),
        reason=reason_words(note.reason),
        is_approved=note.approver is not None,
        bearings=bearings(scene, document.customer, note.issued_at),
        house=house(scene),
    )


def waiting_charges(scene: Scene, customer: str) -> list[tuple[str, int]]:
    """One-off charges that no invoice bills yet."""
    found = [one for one in scene.world.charges.values() if one.customer == customer]
    return [(one.description or _("One-off charge"), one.amount) for one in found]


def asked_for(given: Mapping[str, str], most_digits: int) -> Asked:
    """What an address asks of the list."""
    status, month, page = given.get("status", ""), given.get("month", ""), given.get("page", "")
    return Asked(
        status if status in STATUSES else "",
        given.get("q", "").strip()[:80],
        month if MONTH.fullmatch(month) else "",
        max(1, int(page)) if page.isdecimal() and len(page) <= most_digits else 1,
    )


def _slip(scene: Scene, invoice: Invoice) -> str:
    """How a customer pays it alone: a boleto with Pix in Brazil, a transfer with a reference elsewhere."""
    if invoice.slip is None:
        return ""
    words = _("Boleto with Pix %(number)s") if scene.is_brazilian else _("By transfer, reference %(number)s")
    return words % {"number": number_of(invoice.slip)}
