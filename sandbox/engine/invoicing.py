"""Invoicing: the documents. What is issued is frozen; what happens to it afterwards stands beside it."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from sandbox.engine.catalogue import Price
from sandbox.engine.money import half_up
from sandbox.engine.subscription import Item, Period

LineKind = Literal["recurring", "proration", "credit", "one_off", "late_fee"]
InvoiceStatus = Literal["draft", "open", "paid", "void", "uncollectible"]


class LineTax(Struct, frozen=True, gc=False):
    """What one tax of a line comes to; `inclusive` where the price contains it."""

    tax: str
    amount: int
    inclusive: bool


class InvoiceLine(Struct, frozen=True, gc=False, omit_defaults=True):
    """One line. `factor` is written as days over days where the line covers part of a period.

    A credit names in `of` the line whose unused time it gives back.
    """

    id: str
    kind: LineKind
    component: str
    price: str
    quantity: int
    unit_amount: int
    period: Period
    factor: str
    amount: int
    discount: int = 0
    tax: int = 0
    of: str = ""
    charge: str = ""
    """The one-off charge it bills."""
    taxes: tuple[LineTax, ...] = ()
    coupons: tuple[str, ...] = ()
    """The applications of coupons that its discount comes from, and those granted to what it replaces."""
    again: str = ""
    """The line, given back earlier the same day, that it charges again."""

    @property
    def net(self) -> int:
        """What is asked for it, before taxes that come on top."""
        return self.amount - self.discount

    @property
    def added(self) -> int:
        """Taxes that come on top; a line's taxes are all of one kind."""
        return sum(one.amount for one in self.taxes if not one.inclusive) if self.taxes else 0

    @property
    def gross(self) -> int:
        net = self.amount - self.discount
        return net + self.added if self.taxes else net

    @property
    def worth(self) -> int:
        """What it brings the company once earned: without any tax."""
        return self.gross - self.tax

    @property
    def is_charge(self) -> bool:
        """Whether it bills time, so that a later change may give some of it back."""
        return self.kind in ("recurring", "proration")


class Charge(Struct, frozen=True, gc=False):
    """A one-off amount waiting for an invoice."""

    id: str
    customer: str
    subscription: str | None
    amount: int
    description: str
    at: datetime


class InvoiceDocument(Struct, frozen=True, gc=False):
    """The issued invoice, exactly as it will stand for ever."""

    id: str
    number: int
    customer: str
    subscription: str | None
    issued_at: datetime
    issued: date
    due: date
    lines: tuple[InvoiceLine, ...]
    subtotal: int
    discount: int
    tax: int
    total: int
    balance_applied: int
    amount_due: int


class Share(Struct, frozen=True, gc=False, array_like=True):
    """What one payment put on its invoice, and how much of that refunds and lost disputes took back.

    The rest of the capture was never the invoice's: it became balance, or is owed back as a duplicate.
    """

    payment: str
    applied: int
    returned: int = 0
    lost: int = 0


class Invoice(Struct, frozen=True, gc=False, array_like=True):
    """A document and its fate. `unresolved` is the oldest attempt that has no answer yet."""

    document: InvoiceDocument
    status: InvoiceStatus
    paid: int = 0
    credited: int = 0
    noted: int = 0
    payments: tuple[str, ...] = ()
    credit_notes: tuple[str, ...] = ()
    first_failure_at: datetime | None = None
    retry_at: datetime | None = None
    unresolved: str | None = None
    line_credits: tuple[int, ...] = ()
    """What credit notes took off each line, taxes within."""
    line_credit_taxes: tuple[int, ...] = ()
    """The taxes within that."""
    line_unused: tuple[int, ...] = ()
    """What credits on later invoices gave back of each line, before taxes on top."""
    line_unused_taxes: tuple[int, ...] = ()
    shares: tuple[Share, ...] = ()
    slip: str | None = None
    """The boleto with its Pix code, by its simulated id, where the customer pays by themselves."""
    payable_until: date | None = None
    """The last day of paying it without a fine."""
    fined: int = 0
    """What of it has cost late fees."""
    carried_by: tuple[str, ...] = ()
    """The later invoices that gave unused time of its lines back."""

    def rest(self, position: int) -> int:
        """What of a line, taxes within, nothing has taken back yet; every credit obeys it."""
        line = self.document.lines[position]
        unused = self.line_unused[position] + (self.line_unused_taxes[position] if line.added else 0)
        return line.gross - self.line_credits[position] - unused

    def rest_net(self, position: int) -> int:
        """The same, before taxes on top."""
        line = self.document.lines[position]
        credited = self.line_credits[position] - (self.line_credit_taxes[position] if line.added else 0)
        return line.net - credited - self.line_unused[position]

    def rest_tax(self, position: int) -> int:
        """The taxes of what is left of a line."""
        line = self.document.lines[position]
        return line.tax - self.line_credit_taxes[position] - self.line_unused_taxes[position]

    @property
    def is_tied(self) -> bool:
        """Whether a credit for unused time ties it to another invoice."""
        return bool(self.carried_by) or any(line.of for line in self.document.lines)

    @property
    def late_fees_left(self) -> int:
        """What of its late fees no credit note has taken off."""
        lines = enumerate(self.document.lines)
        return sum(self.rest(place) for place, line in lines if line.kind == "late_fee")

    @property
    def remaining(self) -> int:
        if self.status in ("void", "draft"):
            return 0
        return self.document.amount_due - self.paid - self.credited


class CreditNote(Struct, frozen=True, gc=False, omit_defaults=True):
    """A correction of one invoice: what it took from `remaining`, and where the excess went."""

    id: str
    invoice: str
    issued_at: datetime
    amount: int
    lines: tuple[int, ...]
    from_remaining: int
    to_balance: int
    to_refund: int
    outside: int
    reason: str
    approver: str | None = None
    taxes: tuple[int, ...] = ()
    """The taxes within each line's amount; none where no line has any."""
    period: Period | None = None
    """The unused time it gives back, where it does; else it corrects the lines from their first day on."""

    @property
    def worth(self) -> list[int]:
        """What it took of each line's worth: without taxes."""
        return [amount - tax for amount, tax in zip(self.lines, self.taxes or (0,) * len(self.lines), strict=True)]


class Payment(Struct, frozen=True, gc=False):
    """One attempt, or one payment received outside the gateway. `key` is the charge's idempotency key."""

    id: str
    key: str
    invoice: str
    customer: str
    attempt: int
    method: str | None
    rail: str
    brand: str
    amount: int
    status: Literal["settled", "declined", "unknown", "lost"]
    code: str
    response: str
    severity: str | None
    mac: int | None
    wait_until: datetime | None
    at: datetime
    settled_at: datetime | None
    cause: str
    settled_at_gateway: bool
    refunded: int = 0
    duplicate: bool = False

    @property
    def captured(self) -> int:
        return self.amount if self.status == "settled" else 0


class NetworkFee(Struct, frozen=True):
    """What a network charges the company for one attempt too many, in minor units of its own currency."""

    payment: str
    brand: str
    attempt: int
    hours: int
    amount: int
    currency: str
    source: str


class Refund(Struct, frozen=True, gc=False, omit_defaults=True):
    """Money given back from one payment.

    `repays` is the part that makes an earlier refund anew. `fails_at` and `failure` are what the gateway will say
    later: show them to nobody before `failed_at`.
    """

    id: str
    payment: str
    amount: int
    destination: str
    reason: str
    approver: str | None
    credit_note: str | None
    at: datetime
    repays: int = 0
    fails_at: datetime | None = None
    failure: str = ""
    failed_at: datetime | None = None


def bill_item(item: Item, price: Price, period: Period, whole_length: int, line_id: str) -> InvoiceLine:
    """The line of one item for a period: whole when it covers the interval, a rounded share when it is a stub; lengths
    are days or seconds, as the company prorates.
    """
    full = price.amount * item.quantity
    length = period.length
    whole = length == whole_length
    return InvoiceLine(
        id=line_id,
        kind="recurring" if whole else "proration",
        component=item.component,
        price=price.id,
        quantity=item.quantity,
        unit_amount=price.amount,
        period=period,
        factor=f"{length}/{whole_length}",
        amount=full if whole else half_up(Fraction(full * length, whole_length)),
    )


def recognised(line: InvoiceLine, credited: int, today: date) -> int:
    """Revenue earned on a line by the start of `today`: by day over its period; what was credited of its worth is
    taken off first.
    """
    if line.kind == "late_fee":
        # Its own account holds it from the day it is billed.
        return 0
    return earned(line.worth - credited, line.period, today)


def earned(worth: int, period: Period, today: date) -> int:
    """What of `worth`, earned by day over a period, is earned by the start of `today`."""
    if not period.days:
        return worth if today >= period.start else 0
    if today <= period.start:
        return 0
    if today >= period.end:
        return worth
    return half_up(Fraction(worth * (today - period.start).days, period.days))
