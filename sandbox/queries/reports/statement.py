"""Statement: one customer's account from opening to closing, read from their own events alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.ui import charts
from portal.ui.charts import Series
from portal.ui.figures import Column, Figures, Value
from portal.ui.paged import Paged
from sandbox import engine, store
from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.statement import Entry
from sandbox.queries.reports.reading import Reading, Report, day_of
from sandbox.queries.reports.telling import below, money, whole_money

A_PAGE: Final = 50
KINDS: Mapping[str, str | Promise] = {
    "invoice_issued": gettext_lazy("Invoice"),
    "payment_attempted": gettext_lazy("Payment"),
    "payment_recorded": gettext_lazy("Payment recorded by hand"),
    "payment_looked_up": gettext_lazy("Payment found by looking it up"),
    "payment_settled_late": gettext_lazy("Payment confirmed later"),
    "duplicate_captured": gettext_lazy("Captured twice"),
    "credit_note_issued": gettext_lazy("Credit note"),
    "refund_made": gettext_lazy("Refund"),
    "balance_refunded": gettext_lazy("Balance refunded"),
    "balance_granted": gettext_lazy("Balance granted"),
    "invoice_voided": gettext_lazy("Invoice voided"),
    "invoice_uncollectible": gettext_lazy("Invoice given up"),
    "dispute_lost": gettext_lazy("Dispute lost"),
}


@dataclass(frozen=True)
class Customer:
    """One line of the list one chooses from."""

    name: str
    owed: int
    credit: int
    url: str


@dataclass(frozen=True)
class Page(Paged):
    """Fifty customers, those who owe most first."""

    customers: Sequence[Customer]
    page: int
    count: int
    previous_url: str
    next_url: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // A_PAGE))


def report(reading: Reading) -> Report:
    customer = reading.asked.get("customer", "")
    if not customer:
        return _list(reading)
    if customer not in reading.scene.world.customers:
        raise Http404
    return _of(reading, customer)


def _list(reading: Reading) -> Report:
    world = reading.scene.world
    owed = dict.fromkeys(world.customers, 0)
    for invoice in world.invoices.values():
        if invoice.status == "open":
            owed[invoice.document.customer] += invoice.remaining
    order = sorted(world.customers, key=lambda key: (-owed[key], -world.customers[key].balance))
    asked = reading.asked.get("page", "")
    last = max(1, -(-len(order) // A_PAGE))
    page = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else 1
    customers = [
        Customer(
            reading.scene.name(key),
            owed[key],
            world.customers[key].balance,
            reading.url(customer=key, page="1"),
        )
        for key in order[(page - 1) * A_PAGE : page * A_PAGE]
    ]
    shown = Page(customers, page, len(order), reading.url(page=str(page - 1)), reading.url(page=str(page + 1)))
    return Report(
        _("Choose a customer to see every document that changed what they owe or hold."),
        template="sandbox/reports/_customers.html",
        context={"customers": shown},
        has_span=False,
    )


def _of(reading: Reading, customer: str) -> Report:
    scene, world = reading.scene, reading.scene.world
    events = store.journal(reading.opened.workspace, customer=customer)
    since = calendar.start_of_day(day_of(reading.shown[0].month), scene.zone)
    found = engine.statements(events, since=since).get(customer) or engine.Statement(customer, 0, 0, ())
    write = money(reading.currency)
    facts = {"name": scene.name(customer), "owed": write(found.closing_owed), "credit": write(found.closing_credit)}
    sentence = _("%(name)s owes %(owed)s and holds %(credit)s of credit.") % facts
    refunds = {event.refund.id: event.refund.amount for event in events if isinstance(event, ev.RefundMade)}
    numbers = {event.document.id: event.document.number for event in events if isinstance(event, ev.InvoiceIssued)}
    notes = [_("What is owed is positive; a payment takes from it. Credit is money held for the next invoices.")]
    back = sum(refunds.get(entry.document, 0) for entry in found.entries)
    if back:
        notes.append(_("%(amount)s of what was paid went back by refunds in these months.") % {"amount": write(back)})
    if found.closing_credit != world.customers[customer].balance:
        raise LookupError(f"the statement of {customer} does not lead to their balance")
    return Report(
        sentence,
        charts=[_months(reading, found.entries)] if found.entries else [],
        tables=[_table(reading, found, numbers, refunds)],
        notes=notes,
        template="sandbox/reports/_whose.html",
        context={"back": reading.url(customer=""), "customer": scene.name(customer)},
    )


def _table(
    reading: Reading, found: engine.Statement, numbers: Mapping[str, int], refunds: Mapping[str, int]
) -> Figures:
    """Day, document, what it changed and what was owed after it; credit only where there ever was any."""
    scene = reading.scene
    has_credit = bool(found.opening_credit or any(entry.credit for entry in found.entries))
    owed, credit = found.opening_owed, found.opening_credit
    rows: list[list[Value]] = [_row(_("Opening"), "", (None, owed), (None, credit), has_credit)]
    for entry in found.entries:
        owed, credit = owed + entry.owed, credit + entry.credit
        day = scene.written_day(calendar.day_of(entry.at, scene.zone))
        what = _words(entry.kind)
        if entry.document in numbers:
            what = _("%(what)s no. %(number)d") % {"what": what, "number": numbers[entry.document]}
        elif entry.document in refunds:
            amount = money(reading.currency)(refunds[entry.document])
            what = _("%(what)s: %(amount)s went back") % {"what": what, "amount": amount}
        rows.append(_row(day, what, (entry.owed or None, owed), (entry.credit or None, credit), has_credit))
    rows.append(_row(_("Closing"), "", (None, owed), (None, credit), has_credit))
    columns = [Column(_("Day")), Column(_("What")), Column(_("Change"), "money"), Column(_("Owed"), "money")]
    if has_credit:
        columns += [Column(_("Credit, change"), "money"), Column(_("Credit"), "money")]
    title = _("Statement of %(name)s") % {"name": scene.name(found.customer)}
    return Figures(title, columns, rows, reading.currency, has_sum=True)


def _row(
    day: str, what: str, owed: tuple[int | None, int], credit: tuple[int | None, int], has_credit: bool
) -> list[Value]:
    return [day, what, *owed, *(credit if has_credit else ())]


def _months(reading: Reading, entries: Sequence[Entry]) -> charts.Chart:
    months = [one.month for one in reading.shown]
    asked, settled = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    for entry in entries:
        month = f"{calendar.day_of(entry.at, reading.scene.zone):%Y-%m}"
        (asked if entry.owed > 0 else settled)[month] += entry.owed
    write = money(reading.currency)
    figures = Figures(
        _("Asked for and settled by month"),
        [
            Column(_("Month"), "month"),
            Column(_("Asked for"), "money"),
            Column(pgettext("statement", "Settled"), "money"),
        ],
        [[day_of(month), asked[month], settled[month]] for month in months],
        reading.currency,
    )
    return charts.columns(
        "account",
        figures.title,
        _("%(asked)s were asked for in these months, %(settled)s were paid or taken off.")
        % {"asked": write(sum(asked.values())), "settled": write(-sum(settled.values()))},
        [below(month) for month in months],
        [
            Series(_("Asked for"), list(asked.values()), "2"),
            Series(pgettext("statement", "Settled"), list(settled.values()), "1"),
        ],
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _words(kind: str) -> str:
    return str(KINDS.get(kind, kind.replace("_", " ")))
