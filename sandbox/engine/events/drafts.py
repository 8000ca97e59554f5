"""Events of drafts: invoices that may still change, without a number, owed by nobody yet."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine.events.base import Base
from sandbox.engine.invoicing import InvoiceDocument


class InvoiceDrafted(Base, frozen=True, kw_only=True):
    """What it comes to as things stand; number, balance and due day are given when it is finalised."""

    document: InvoiceDocument
    finalise_at: datetime


class DraftChanged(Base, frozen=True, kw_only=True):
    """The draft as it stands from now on, whole."""

    document: InvoiceDocument


DraftEvent = InvoiceDrafted | DraftChanged
