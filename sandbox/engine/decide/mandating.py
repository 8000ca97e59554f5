"""Mandating: Pix Automático's authorisations, what the payer takes back, and the debit on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec import UNSET

from sandbox.engine import collection, mandates
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import collecting, instructing
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice
from sandbox.engine.mandate import KIND, RULES, Instruction, Mandate, MandateScript, rules_on
from sandbox.engine.subscription import Method


def request_mandate(turn: Turn, command: cmd.RequestMandate) -> None:
    """Ask the payer; they answer as scripted: at once, later, or never."""
    method = _pix_method(turn, command)
    if rules_on(turn.today) is None:
        turn.refuse("rail_not_live", on=RULES[0].valid_from.isoformat())
    if command.amount is not None and command.amount <= 0:
        turn.refuse("amount_not_positive")
    if command.fixed and command.amount is None:
        turn.refuse("fixed_needs_amount")
    known = [turn.world.mandates[key] for key in turn.world.mandates_of.get(method.id, ())]
    waiting = next((one for one in known if one.status == "pending"), None)
    if waiting is not None:
        turn.refuse("mandate_pending", mandate=waiting.id)
    answer = turn.world.mandate_scripts.get(method.id, MandateScript()).current
    mandate = Mandate(
        id=turn.next_id("man", turn.world.mandates, command.id),
        customer=method.customer,
        method=method.id,
        ceiling=command.amount,
        requested_at=turn.at,
        fixed=command.fixed or UNSET,
    )
    is_silent = answer.code == "never"
    turn.emit(
        ev.MandateRequested,
        mandate=mandate,
        answer_at=None if is_silent else turn.at + timedelta(hours=answer.after_hours),
        accepts=answer.code == "accepted",
    )
    if not is_silent and not answer.after_hours:
        answer_mandate(turn, mandate.id)


def _pix_method(turn: Turn, command: cmd.RequestMandate) -> Method:
    customer = turn.customer(command.customer)
    if command.method is not None:
        method = turn.method(command.method)
        if method.customer != customer.id:
            turn.refuse("not_this_customers", method=method.id, customer=customer.id)
        if method.kind != KIND:
            turn.refuse("not_pix_automatico", method=method.id)
        return method
    ours = [turn.world.methods[key] for key in customer.methods]
    standing = [one for one in ours if one.kind == KIND and one.replaced_by is None]
    if not standing:
        turn.refuse("no_pix_automatico", customer=customer.id)
    return next((one for one in standing if one.id == customer.default_method), standing[-1])


def answer_mandate(turn: Turn, mandate_id: str) -> None:
    """The payer's answer: what waited for it is announced, or failed."""
    accepted = turn.world.mandate_answers[mandate_id]
    mandate = turn.world.mandates[mandate_id]
    stood = mandates.current(turn.world, mandate.method)
    replaces = stood.id if accepted and stood is not None and stood.status == "active" else None
    turn.emit(ev.MandateAnswered, mandate=mandate_id, accepted=accepted, replaces=replaces)
    for invoice in list(_waiting(turn, mandate)):
        if accepted or invoice.first_failure_at is None:
            instructing.instruct(turn, invoice, turn.method(mandate.method))


def _waiting(turn: Turn, mandate: Mandate) -> Iterator[Invoice]:
    """Open invoices collected with the mandate's method that were never announced, or are not any more."""
    for subscription in turn.world.subscriptions.values():
        if subscription.customer != mandate.customer:
            continue
        for key in subscription.unpaid:
            invoice = turn.invoice(key)
            method = collection.method_for(turn.world, invoice)
            known = mandates.announced(turn.world, key)
            is_planned = f"pix_instruction:{key}" in turn.world.scheduled
            is_ours = (
                method is not None and method.id == mandate.method and not collection.is_paused(turn.world, invoice)
            )
            if is_ours and not is_planned and (known is None or known.status == "cancelled"):
                yield invoice


def cancel_mandate(turn: Turn, command: cmd.CancelMandate) -> None:
    """Charges announced under it are stopped with it: every one of them may still be stopped."""
    mandate = turn.world.mandates.get(command.mandate)
    if mandate is None:
        turn.refuse("unknown_mandate", id=command.mandate)
    if mandate.status not in ("pending", "active"):
        turn.refuse("mandate_not_in_force", mandate=mandate.id, status=mandate.status)
    turn.emit(ev.MandateCancelled, mandate=mandate.id)
    for subscription in list(turn.world.subscriptions.values()):
        for key in subscription.unpaid if subscription.customer == mandate.customer else ():
            announced = mandates.announced(turn.world, key)
            if announced is not None and announced.status == "scheduled" and announced.mandate == mandate.id:
                _stop(turn, announced, "mandate_cancelled")
                instructing.fail(turn, key, "no_mandate")


def cancel_instruction(turn: Turn, command: cmd.CancelInstruction) -> None:
    """Until 23:59 of the day before: at midnight the debit has been presented."""
    turn.invoice(command.invoice)
    announced = mandates.announced(turn.world, command.invoice)
    if announced is None or announced.status != "scheduled":
        turn.refuse("no_instruction_to_cancel", invoice=command.invoice)
    _stop(turn, announced, "payer")
    instructing.fail(turn, command.invoice, "cancelled_by_payer")


def _stop(turn: Turn, instruction: Instruction, reason: str) -> None:
    turn.emit(
        ev.InstructionEnded,
        instruction=instruction.id,
        invoice=instruction.invoice,
        status="cancelled",
        reason=reason,
    )


def announce(turn: Turn, invoice_id: str) -> None:
    """The first day on which the rail takes the instruction."""
    invoice = turn.invoice(invoice_id)
    method = collection.method_for(turn.world, invoice)
    turn.emit(ev.InstructionDropped, invoice=invoice_id)
    is_wanted = invoice.status == "open" and not collection.is_paused(turn.world, invoice)
    if is_wanted and method is not None and method.kind == KIND:
        instructing.instruct(turn, invoice, method)


def debit(turn: Turn, invoice_id: str) -> None:
    """The day of the debit: the amount announced, or nothing."""
    instruction = mandates.announced(turn.world, invoice_id)
    if instruction is None:
        raise LookupError(f"nothing was announced for {invoice_id}")
    invoice = turn.invoice(invoice_id)
    reason = _against(turn, invoice, instruction)
    if reason:
        _stop(turn, instruction, reason)
        if reason == "amount_changed":
            instructing.instruct(turn, invoice, turn.method(instruction.method))
        return
    turn.emit(ev.InstructionEnded, instruction=instruction.id, invoice=invoice_id, status="presented")
    collecting.attempt(turn, invoice, turn.method(instruction.method), cause="instruction")


def _against(turn: Turn, invoice: Invoice, instruction: Instruction) -> str:
    """Why the debit is not presented."""
    if invoice.status != "open":
        return "invoice_closed"
    if collection.is_paused(turn.world, invoice):
        return "paused"
    if invoice.unresolved is not None:
        return "payment_unresolved"
    if turn.method(instruction.method).refused is not None:
        return "method_refused"
    return "amount_changed" if invoice.remaining != instruction.amount else ""
