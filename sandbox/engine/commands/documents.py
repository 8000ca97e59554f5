"""Commands of documents: charges, invoices, credit notes and balance."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from sandbox.engine.commands.base import Asked, Key, Minor, Text


class AddCharge(Asked, frozen=True, kw_only=True):
    """A one-off amount that waits for the next invoice of the subscription, or of the customer."""

    id: Key | None = None
    customer: Key | None = None
    subscription: Key | None = None
    amount: Minor
    description: Text = ""


class InvoiceNow(Asked, frozen=True, kw_only=True):
    """Put what waits on an invoice of its own."""

    customer: Key | None = None
    subscription: Key | None = None


class LineAmount(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of one line, by its id (`inv-1/2`)."""

    line: Key
    amount: Minor


class IssueCreditNote(Asked, frozen=True, kw_only=True, tag="credit_note"):
    id: Key | None = None
    invoice: Key
    amount: Minor | None = None
    lines: Annotated[tuple[LineAmount, ...], Meta(max_length=50)] = ()
    to: Literal["remaining", "balance", "refund", "outside", "refunded"] = "remaining"
    """`refunded` is for money that went back already, without a document."""
    reason: Text = ""
    approver: Key | None = None


class VoidInvoice(Asked, frozen=True, kw_only=True):
    invoice: Key
    reason: Text = ""
    approver: Key | None = None


class MarkUncollectible(Asked, frozen=True, kw_only=True):
    invoice: Key
    reason: Text = ""
    approver: Key | None = None


class GrantBalance(Asked, frozen=True, kw_only=True):
    customer: Key
    amount: Minor
    reason: Text
    approver: Key | None = None


DocumentCommand = AddCharge | InvoiceNow | IssueCreditNote | VoidInvoice | MarkUncollectible | GrantBalance
