"""Instructing: a charge by Pix Automático is announced 10 to 2 days before it is debited, or cannot be made."""

from __future__ import annotations

from datetime import timedelta

from sandbox.engine import events as ev
from sandbox.engine import mandates
from sandbox.engine.decide import dunning
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice
from sandbox.engine.mandate import Instruction, rules_on
from sandbox.engine.subscription import Method


def hindrance(turn: Turn, invoice: Invoice, method: Method) -> str:
    """Why a charge cannot be announced; nothing where it can, or where the payer has yet to answer."""
    mandate = mandates.current(turn.world, method.id)
    if mandate is None or mandate.status in ("refused", "cancelled", "replaced"):
        return "no_mandate"
    return mandate.forbids(invoice.remaining) if mandate.status == "active" else ""


def instruct(turn: Turn, invoice: Invoice, method: Method) -> None:
    """Announce the charge, or set the day on which the clock will, or say that it cannot be made."""
    reason = hindrance(turn, invoice, method)
    if reason:
        fail(turn, invoice.document.id, reason)
        return
    mandate = mandates.current(turn.world, method.id)
    rules = rules_on(turn.today)
    if mandate is None or rules is None or mandate.status == "pending":
        # The payer has not answered yet: their answer brings this invoice back.
        return
    debit_on = max(invoice.document.due, turn.today + timedelta(days=rules.latest_days))
    first = debit_on - timedelta(days=rules.earliest_days)
    if first > turn.today:
        turn.emit(ev.InstructionPlanned, invoice=invoice.document.id, due=turn.midnight(first))
        return
    instruction = Instruction(
        id=turn.next_id("ins", turn.world.instructions),
        invoice=invoice.document.id,
        mandate=mandate.id,
        method=method.id,
        amount=invoice.remaining,
        issued_on=turn.today,
        debit_on=debit_on,
    )
    turn.emit(ev.InstructionIssued, instruction=instruction, debits_at=turn.midnight(debit_on))


def fail(turn: Turn, invoice_id: str, reason: str) -> None:
    turn.emit(ev.CollectionFailed, invoice=invoice_id, reason=reason)
    dunning.after_failure(turn, invoice_id, severity="hard")
