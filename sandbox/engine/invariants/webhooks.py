"""Invariants of the gateway's messages."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invoicing import Invoice


def key_rules(invoice: Invoice) -> Iterator[Broken]:
    """However often the gateway says so, a charge puts its money in once."""
    sources = [share.payment for share in invoice.shares]
    if len(sources) != len(set(sources)):
        yield "a_charge_is_taken_once", {"invoice": invoice.document.id, "payments": sources}
