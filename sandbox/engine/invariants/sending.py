"""Invariants of invoices that customers pay by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine.invariants.broken import Broken
from sandbox.engine.sending import HIGHEST_FINE, HIGHEST_INTEREST, WHOLE
from sandbox.engine.world import World


def sending_rules(world: World) -> Iterator[Broken]:
    """Late fees stay within the law and cost no money twice; nothing chases a settled invoice."""
    fined: dict[str, int] = {}
    for fee in world.late_fees.values():
        fined[fee.invoice] = fined.get(fee.invoice, 0) + fee.principal
        most = fee.principal * HIGHEST_INTEREST * fee.days // (WHOLE * 30)
        if fee.fine > fee.principal * HIGHEST_FINE // WHOLE or fee.interest > most or fee.amount <= 0:
            yield "late_fees_within_the_law", {"fee": fee.id, "fine": fee.fine, "interest": fee.interest}
    for key, principal in fined.items():
        invoice = world.invoices.get(key)
        # What was settled long ago stands in the archive.
        if invoice is not None and (principal != invoice.fined or principal > invoice.paid):
            yield "late_fees_cost_paid_money_once", {"invoice": key, "principal": principal}
    for work in world.scheduled.values():
        if work.kind in ("overdue", "slip_reminder") and world.invoices[work.about].status != "open":
            yield "nothing_chases_a_settled_invoice", {"invoice": work.about, "kind": work.kind}
