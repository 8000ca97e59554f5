"""One customer's file: what happened, what is owed, and what may be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sandbox.engine import collection, forecasting
from sandbox.engine import events as ev
from sandbox.engine.concerning import whose
from sandbox.engine.invoicing import Invoice, InvoiceLine
from sandbox.engine.messages import format_day
from sandbox.engine.narration import method_words
from sandbox.queries.desk import Permission, permission, plan_words, subscription_of
from sandbox.queries.masks import Contact, contacts
from sandbox.queries.paper import line_of
from sandbox.queries.scene import Scene

UNSAID = (
    ev.GatewayScripted,
    ev.RefundsScripted,
    ev.MandatesScripted,
    ev.WebhooksExpected,
    ev.HabitsSet,
    ev.PayerReached,
    ev.CommandKeyed,
    ev.PolicySet,
    ev.ClockMoved,
)
"""What no page tells: what the bank and the customers will do next above all."""

STATUS_WORDS: dict[str, tuple[str, str | Promise]] = {
    "trialing": ("calm", pgettext_lazy("subscription", "on trial")),
    "active": ("ok", pgettext_lazy("subscription", "active")),
    "past_due": ("warn", pgettext_lazy("subscription", "past due")),
    "paused": ("plain", pgettext_lazy("subscription", "paused")),
    "suspended": ("late", pgettext_lazy("subscription", "suspended")),
    "cancelled": ("plain", pgettext_lazy("subscription", "cancelled")),
    "incomplete": ("warn", pgettext_lazy("subscription", "incomplete")),
    "incomplete_expired": ("plain", pgettext_lazy("subscription", "never begun")),
}
INVOICE_WORDS: dict[str, tuple[str, str | Promise]] = {
    "draft": ("plain", pgettext_lazy("invoice", "draft")),
    "open": ("warn", pgettext_lazy("invoice", "open")),
    "paid": ("ok", pgettext_lazy("invoice", "paid")),
    "void": ("plain", pgettext_lazy("invoice", "void")),
    "uncollectible": ("late", pgettext_lazy("invoice", "uncollectible")),
}

LATEST = 6
"""How much of a customer's past stands open; the rest is one tap away."""


@dataclass(frozen=True)
class Moment:
    """One line of a timeline; `code` is what the bank said, as people who know the codes read it."""

    at: str
    iso: str
    text: str
    code: str = ""
    tone: str = ""
    is_ahead: bool = False


@dataclass(frozen=True)
class InvoiceView:
    id: str
    number: int
    tone: str
    status: str
    issued: str
    due: str
    lines: Sequence[tuple[str, int]]
    total: int
    paid: int
    credited: int
    remaining: int
    is_open: bool
    permission: Permission


@dataclass(frozen=True)
class CustomerFile:
    """Everything the desk shows of one subscriber. `unanswered` names a payment that got no answer."""

    customer: str
    name: str
    first_name: str
    contacts: Sequence[Contact]
    plan: str
    price: int | None
    tone: str
    status: str
    has_access: bool
    method: str
    renews: str
    """When the next term begins, where one follows as things stand."""
    ends: str
    """The day on which it ends, where somebody asked for that."""
    subscription: str
    invoices: Sequence[InvoiceView]
    earlier: Sequence[Moment]
    recent: Sequence[Moment]
    unanswered: str

    @property
    def owed(self) -> InvoiceView | None:
        """The oldest open invoice: the one that the desk's actions are about."""
        return next((invoice for invoice in self.invoices if invoice.is_open), None)


def customer_file(scene: Scene, customer: str, events: Sequence[Any]) -> CustomerFile | None:
    """The file, or None where the company knows no such customer. `events` is the journal, read once."""
    known = scene.world.customers.get(customer)
    if known is None:
        return None
    one = subscription_of(scene, customer)
    own = [invoice for invoice in scene.world.invoices.values() if invoice.document.customer == customer]
    open_one = next((invoice for invoice in own if invoice.status == "open"), None)
    chosen = (one.method if one else None) or known.default_method
    method = scene.world.methods.get(chosen) if chosen else None
    told = timeline(scene, events, customer)
    tone, status = STATUS_WORDS[one.status] if one else ("plain", _("no subscription"))
    return CustomerFile(
        customer=customer,
        name=scene.name(customer),
        first_name=scene.first_name(customer),
        contacts=contacts(scene, customer),
        plan=plan_words(scene, one.id) if one else "",
        price=sum(scene.world.prices[item.price].amount * item.quantity for item in one.items) if one else None,
        tone=tone,
        status=str(status),
        has_access=bool(one and one.access),
        method=method_words(method, scene.language) if method else _("no payment method"),
        renews=scene.written_day(one.period.end) if one and forecasting.goes_on(scene.world, one) else "",
        ends=scene.day(one.cancel_at) if one and one.cancel_at is not None and one.ended_at is None else "",
        subscription=one.id if one else "",
        invoices=[_invoice(scene, invoice) for invoice in reversed(own)],
        earlier=told[:-LATEST],
        recent=told[-LATEST:] + _ahead(scene, open_one),
        unanswered=open_one.unresolved or "" if open_one else "",
    )


def timeline(scene: Scene, events: Sequence[Any], customer: str | None = None) -> list[Moment]:
    """The journal told in plain sentences, of one customer or of all; what the clock merely passed is left out."""
    scene = numbered(scene, events)
    return [
        moment_of(scene, event)
        for event in events
        if not isinstance(event, UNSAID) and (customer is None or whose(scene.world, event) == customer)
    ]


def numbered(scene: Scene, events: Sequence[Any]) -> Scene:
    """The scene with the numbers of the invoices that these events issue, where they have left for the archive since."""
    issued = {
        one.document.id: one.document.number
        for one in events
        if isinstance(one, ev.InvoiceIssued) and one.document.id not in scene.world.invoices
    }
    return replace(scene, numbers={**scene.numbers, **issued}) if issued else scene


def moment_of(scene: Scene, event: Any) -> Moment:
    code = tone = ""
    if isinstance(event, ev.PaymentAttempted) and event.payment.status == "declined":
        payment = event.payment
        code = payment.response + (f" · MAC {payment.mac}" if payment.mac is not None else "")
        tone = "warn"
    return Moment(scene.moment(event.at), event.at.isoformat(), scene.narrate(event), code, tone)


def _ahead(scene: Scene, invoice: Invoice | None) -> list[Moment]:
    """What is known of the future of a debt: the end of the network's wait, and an attempt that was booked."""
    if invoice is None:
        return []
    found: list[tuple[datetime, str]] = []
    method = collection.method_for(scene.world, invoice)
    waits = collection.waits_until(scene.world, invoice, method, scene.world.now) if method else None
    if waits is not None:
        found.append((waits, _("From here on, the network allows a new attempt.")))
    if invoice.retry_at is not None:
        found.append((invoice.retry_at, _("Booked attempt.")))
    return [Moment(scene.moment(at), at.isoformat(), text, is_ahead=True) for at, text in sorted(found)]


def _line_words(scene: Scene, line: InvoiceLine) -> str:
    return f"{line_of(scene, line).what} · "


def _invoice(scene: Scene, invoice: Invoice) -> InvoiceView:
    document = invoice.document
    tone, status = INVOICE_WORDS[invoice.status]
    period = _("%(start)s to %(end)s")
    return InvoiceView(
        id=document.id,
        number=document.number,
        tone=tone,
        status=str(status),
        issued=format_day(document.issued, scene.language),
        due=format_day(document.due, scene.language),
        lines=[
            (
                _line_words(scene, line)
                + period
                % {
                    "start": format_day(line.period.start, scene.language),
                    "end": format_day(line.period.end, scene.language),
                },
                line.gross,
            )
            for line in document.lines
        ],
        total=document.total,
        paid=invoice.paid,
        credited=invoice.credited,
        remaining=invoice.remaining,
        is_open=invoice.status == "open",
        permission=permission(scene, invoice),
    )
