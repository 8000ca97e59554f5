"""Events of invoices that customers pay by themselves."""

from __future__ import annotations

from datetime import date, datetime

from sandbox.engine.events.base import Base
from sandbox.engine.sending import LateFee


class InvoiceSent(Base, frozen=True, kw_only=True, omit_defaults=True):
    """A payment slip (a boleto with its Pix code, simulated by its id) went to the customer."""

    invoice: str
    slip: str
    due: date
    payable_until: date
    overdue_at: datetime
    remind_at: datetime | None = None


class SlipReminderDue(Base, frozen=True, kw_only=True, omit_defaults=True):
    """A day of the régua has come; `next_at` is the next one. With automation off a person has to write."""

    invoice: str
    next_at: datetime | None = None


class InvoiceOverdue(Base, frozen=True, kw_only=True):
    """The due day is over in company time and the invoice is not paid: dunning counts from here."""

    invoice: str


class OverdueHeld(Base, frozen=True, kw_only=True):
    """The due day is over while collecting is paused: nothing follows until it is resumed."""

    invoice: str


class PaymentLinkPaid(Base, frozen=True, kw_only=True):
    """The customer followed a payment link and paid."""

    link: str
    payment: str


class LateFeeAdded(Base, frozen=True, kw_only=True):
    """A late payment's fine and interest wait for the next invoice."""

    fee: LateFee


SendingEvent = InvoiceSent | SlipReminderDue | InvoiceOverdue | OverdueHeld | PaymentLinkPaid | LateFeeAdded
