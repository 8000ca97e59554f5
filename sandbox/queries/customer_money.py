"""Customer money: every invoice of somebody with its attempts, refunds and disputes, long-settled ones included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.paged import Paged
from sandbox.engine import events as ev
from sandbox.engine.invoicing import Invoice, InvoiceDocument, Payment, Refund
from sandbox.engine.narration import DECLINE_WORDS, method_words
from sandbox.engine.wording import RAIL_WORDS, REFUND_FAILURE_WORDS, said
from sandbox.queries.customers import Badge
from sandbox.queries.file import INVOICE_WORDS
from sandbox.queries.invoices import back_badge
from sandbox.queries.paper import PaperLine, line_of
from sandbox.queries.refund_reasons import reason_words
from sandbox.queries.scene import Scene

ON_A_PAGE: Final = 20


@dataclass(frozen=True)
class Attempt:
    """One payment, or one that was tried; `code` is what the bank said, for people who know the codes."""

    at: str
    how: str
    amount: int
    result: Badge
    why: str
    code: str


@dataclass(frozen=True)
class GivenBack:
    at: str
    amount: int
    result: Badge
    why: str


@dataclass(frozen=True)
class InvoiceEntry:
    """One invoice with what was done about it; `url` leads to its own page."""

    id: str
    number: int
    url: str
    issued: str
    due: str
    status: Badge
    back: Badge | None
    """That what was paid went back."""
    lines: Sequence[PaperLine]
    total: int
    remaining: int
    attempts: Sequence[Attempt]
    refunds: Sequence[GivenBack]
    is_open: bool


@dataclass(frozen=True)
class InvoicePage(Paged):
    """One page of somebody's invoices, the newest first."""

    invoices: Sequence[InvoiceEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


def invoices_of(scene: Scene, workspace: UUID, customer: str, events: Sequence[Any], *, page: int = 1) -> InvoicePage:
    """`events` are the customer's own: what the company has put away is read from them."""
    documents = {one.document.id: one.document for one in events if isinstance(one, ev.InvoiceIssued)}
    drafts = {
        key: one.document
        for key, one in scene.world.invoices.items()
        if key not in documents and one.document.customer == customer
    }
    wanted = list(reversed({**documents, **drafts}.values()))
    page = min(max(page, 1), max(1, -(-len(wanted) // ON_A_PAGE)))
    paid = _payments(scene, events)
    here = wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return InvoicePage([_entry(scene, workspace, one, paid) for one in here], len(wanted), page)


def _payments(scene: Scene, events: Iterable[Any]) -> dict[str, Payment]:
    """Every payment as it stands, or as it was when it was put away."""
    found: dict[str, Payment] = {}
    for event in events:
        payment = getattr(event, "payment", None)
        if isinstance(payment, Payment):
            found[payment.id] = payment
    return {key: scene.world.payments.get(key, one) for key, one in found.items()}


def _entry(scene: Scene, workspace: UUID, document: InvoiceDocument, paid: dict[str, Payment]) -> InvoiceEntry:
    known = scene.world.invoices.get(document.id)
    tone, words = INVOICE_WORDS[known.status if known else "paid"]
    own = [one for one in paid.values() if one.invoice == document.id]
    names = {one.id for one in own}
    refunds = [one for one in scene.world.refunds.values() if one.payment in names]
    paid_in = sum(one.captured for one in own)
    given = back_badge(paid_in, sum(one.amount for one in refunds if one.failed_at is None))
    return InvoiceEntry(
        id=document.id,
        number=document.number,
        url=_url(workspace, document.id),
        issued=scene.written_day(document.issued),
        due=scene.written_day(document.due),
        status=Badge(tone, str(words)),
        back=Badge(*given) if given is not None else None,
        lines=[line_of(scene, one) for one in document.lines],
        total=document.total,
        remaining=known.remaining if known else 0,
        attempts=[_attempt(scene, one, known) for one in own],
        refunds=[_refund(scene, one) for one in refunds],
        is_open=known is not None and known.status == "open",
    )


def _url(workspace: UUID, invoice: str) -> str:
    try:
        return reverse("sandbox:invoice", args=[workspace, invoice])
    except NoReverseMatch:
        return ""


def _attempt(scene: Scene, payment: Payment, invoice: Invoice | None) -> Attempt:
    method = scene.world.methods.get(payment.method or "")
    how = method_words(method, scene.language) if method else said(RAIL_WORDS, payment.rail, scene.language)
    is_answered = invoice is None or invoice.unresolved != payment.id
    code = payment.response + (f" · MAC {payment.mac}" if payment.mac is not None else "")
    return Attempt(
        at=scene.moment(payment.at),
        how=how[:1].upper() + how[1:],
        amount=payment.amount,
        result=_result(payment, is_answered=is_answered),
        why=said(DECLINE_WORDS, payment.code, scene.language) if payment.code in DECLINE_WORDS else "",
        code=code if payment.status == "declined" else "",
    )


def _result(payment: Payment, *, is_answered: bool) -> Badge:
    if payment.duplicate:
        return Badge("warn", _("captured twice"), "copy")
    match payment.status:
        case "settled":
            return Badge("ok", pgettext("payment", "received"))
        case "declined":
            return Badge("warn", pgettext("payment", "declined"), "x")
        case "lost":
            return Badge("plain", pgettext("payment", "never reached the bank"), "unlink")
        case _:
            if is_answered:
                return Badge("plain", pgettext("payment", "answered later"), "clock")
            return Badge("warn", pgettext("payment", "no answer"), "search")


def _refund(scene: Scene, refund: Refund) -> GivenBack:
    if refund.failed_at is not None:
        why = said(REFUND_FAILURE_WORDS, refund.failure, scene.language)
        return GivenBack(
            scene.moment(refund.at), refund.amount, Badge("late", pgettext("refund", "came back"), "undo-2"), why
        )
    return GivenBack(
        scene.moment(refund.at),
        refund.amount,
        Badge("ok", pgettext("refund", "sent"), "corner-up-left"),
        reason_words(refund.reason),
    )
