"""Invariants of invoices and payments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.engine import returns
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.world import World


def payment_rules(payment: Payment) -> Iterator[Broken]:
    if not 0 <= payment.refunded <= payment.captured:
        facts = {"payment": payment.id, "refunded": payment.refunded, "captured": payment.captured}
        yield "refunded_within_captured", facts


def invoice_rules(world: World, invoice: Invoice) -> Iterator[Broken]:
    document = invoice.document
    if invoice.status == "draft":
        if document.number or document.balance_applied or invoice.payments or invoice.credit_notes:
            yield "drafts_are_owed_by_nobody", {"invoice": document.id}
        return
    if invoice.noted > max(0, document.total):
        yield "credit_notes_within_invoice", {"invoice": document.id, "noted": invoice.noted}
    if invoice.noted != sum(invoice.line_credits):
        yield "credit_notes_lie_on_lines", {"invoice": document.id}
    is_credited = invoice.noted or any(invoice.line_unused)
    if is_credited and any(invoice.rest(place) < 0 for place, line in enumerate(document.lines) if line.net > 0):
        yield "credit_within_each_line", {"invoice": document.id}
    remaining = invoice.remaining
    if remaining < 0:
        yield "never_captures_more_than_remaining", {"invoice": document.id, "remaining": remaining}
    if (invoice.status == "paid") != (remaining == 0 and invoice.status != "void"):
        yield "paid_means_nothing_remains", {"invoice": document.id, "status": invoice.status}
    if document.amount_due != max(0, document.total - document.balance_applied):
        yield "amount_due_is_fixed_at_finalising", {"invoice": document.id}
    yield from _given_back(world, invoice)
    if invoice.is_tied:
        yield from _given_back_over_changes(world, invoice)
    silent = [key for key in invoice.payments if world.payments[key].status == "unknown"]
    if invoice.unresolved != (silent[0] if silent else None):
        yield "the_oldest_unanswered_payment_is_named", {"invoice": document.id, "unanswered": silent}
    if world.customers[document.customer].balance < 0:
        yield "balance_is_never_negative", {"customer": document.customer}


def _given_back_over_changes(world: World, invoice: Invoice) -> Iterator[Broken]:
    """What refunds, credit notes and unused time gave back of lines is never more than was paid for them."""
    members = [one for one in returns.chain(world, invoice) if one.status != "void"]
    paid = sum(one.paid + one.document.balance_applied for one in members)
    back = sum(returns.given_back(world, one) + returns.made_balance(one) for one in members)
    if back > paid:
        facts = {"invoice": invoice.document.id, "paid": paid, "given_back": back}
        yield "given_back_within_paid_over_changes", facts


def _given_back(world: World, invoice: Invoice) -> Iterator[Broken]:
    """The same money never goes back twice: not by refund and credit note, nor by refund and balance."""
    facts: dict[str, Any] = {"invoice": invoice.document.id, "paid": invoice.paid}
    given_back = returns.given_back(world, invoice)
    paid = invoice.paid + invoice.document.balance_applied
    if given_back and (
        given_back > paid or returns.refunded(invoice) + returns.sent_outside(world, invoice) > invoice.paid
    ):
        yield "given_back_within_paid", {**facts, "given_back": given_back}
    if sum([share.applied for share in invoice.shares]) != invoice.paid:
        yield "paid_is_what_payments_put_in", facts
    for share in invoice.shares:
        beyond = returns.beyond_the_invoice(world, world.payments[share.payment], share)
        if not 0 <= share.returned <= share.returned + share.lost <= share.applied or beyond < 0:
            yield "given_back_within_paid", {**facts, "payment": share.payment, "returned": share.returned}
