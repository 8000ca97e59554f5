"""Events of documents: charges, invoices, credit notes and balance."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from sandbox.engine.events.base import Base
from sandbox.engine.invoicing import Charge, CreditNote, InvoiceDocument
from sandbox.engine.ledger import Posting


class ChargeAdded(Base, frozen=True, kw_only=True):
    charge: Charge


class InvoiceIssued(Base, frozen=True, kw_only=True):
    document: InvoiceDocument
    postings: tuple[Posting, ...]


class CreditNoteIssued(Base, frozen=True, kw_only=True):
    note: CreditNote
    postings: tuple[Posting, ...]


class InvoiceVoided(Base, frozen=True, kw_only=True):
    invoice: str
    reason: str
    balance_returned: int
    postings: tuple[Posting, ...]
    approver: str | UnsetType = UNSET


class InvoiceUncollectible(Base, frozen=True, kw_only=True):
    invoice: str
    reason: str
    postings: tuple[Posting, ...]
    approver: str | UnsetType = UNSET


class BalanceGranted(Base, frozen=True, kw_only=True, omit_defaults=True):
    customer: str
    amount: int
    reason: str
    postings: tuple[Posting, ...]
    approver: str | None = None


DocumentEvent = ChargeAdded | InvoiceIssued | CreditNoteIssued | InvoiceVoided | InvoiceUncollectible | BalanceGranted
