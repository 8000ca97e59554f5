"""Billing: which documents there are, what they come to, and that none was tampered with."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import events as ev


class InvoicesAre(Word, frozen=True, kw_only=True):
    """The totals of the subscription's invoices issued after an instant, in order: none where the list is empty."""

    subscription: str
    after: datetime
    totals: tuple[int, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        found = [
            event.document.total
            for event in evidence.events
            if isinstance(event, ev.InvoiceIssued)
            and event.document.subscription == self.subscription
            and event.at > self.after
        ]
        pt = ", ".join(evidence.money(total, "pt-br") for total in found) or "nenhuma"
        en = ", ".join(evidence.money(total, "en") for total in found) or "none"
        return Verdict(
            tuple(found) == self.totals, f"Faturas emitidas desde então: {pt}.", f"Invoices since then: {en}."
        )


class InvoiceStands(Word, frozen=True, kw_only=True):
    """The issued invoice is as it was: neither voided nor given up, and of this total."""

    invoice: str
    total: int

    def judge(self, evidence: Evidence) -> Verdict:
        invoice = evidence.world.invoices.get(self.invoice)
        if invoice is None:
            return Verdict(False, "A fatura não existe.", "The invoice does not exist.")
        number, total = invoice.document.number, invoice.document.total
        met = invoice.status in ("open", "paid") and total == self.total
        pt, en = evidence.money(total, "pt-br"), evidence.money(total, "en")
        gone = invoice.status not in ("open", "paid")
        return Verdict(
            met,
            f"A fatura {number}, de {pt}, {'não vale mais' if gone else 'continua como foi emitida'}.",
            f"Invoice {number}, of {en}, {'no longer stands' if gone else 'stands as it was issued'}.",
        )


class Credited(Word, frozen=True, kw_only=True):
    """Credit notes on the invoice come to this amount, and went to this place."""

    invoice: str
    amount: int
    to: str | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        invoice = evidence.world.invoices[self.invoice]
        notes = [evidence.world.credit_notes[key] for key in invoice.credit_notes]
        whole = sum(note.amount for note in notes)
        went = {
            "balance": sum(note.to_balance for note in notes),
            "refund": sum(note.to_refund for note in notes),
            "remaining": sum(note.from_remaining for note in notes),
            "outside": sum(note.outside for note in notes),
        }
        met = whole == self.amount and (self.to is None or went[self.to] == self.amount)
        pt, en = evidence.money(whole, "pt-br"), evidence.money(whole, "en")
        number = invoice.document.number
        return Verdict(met, f"Creditado na fatura {number}: {pt}.", f"Credited on invoice {number}: {en}.")


class BalanceIs(Word, frozen=True, kw_only=True):
    """The customer's balance now, in minor units; what is owed to the customer is positive."""

    customer: str
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        balance = evidence.world.customers[self.customer].balance
        pt, en = evidence.money(balance, "pt-br"), evidence.money(balance, "en")
        return Verdict(balance == self.amount, f"Saldo do cliente: {pt}.", f"Balance of the customer: {en}.")


class NothingVoided(Word, frozen=True, kw_only=True):
    """No invoice of the customer was voided or given up."""

    customer: str

    def judge(self, evidence: Evidence) -> Verdict:
        gone = [
            one
            for one in evidence.world.invoices.values()
            if one.document.customer == self.customer and one.status in ("void", "uncollectible")
        ]
        pt, en = times(
            len(gone), ("fatura anulada ou perdida", "faturas anuladas ou perdidas"), ("invoice", "invoices")
        )
        return Verdict(not gone, f"Há {pt}.", f"There are {en} voided or written off.")


WORDS: Final[dict[str, type[Word]]] = {
    "invoices_are": InvoicesAre,
    "invoice_stands": InvoiceStands,
    "credited": Credited,
    "balance_is": BalanceIs,
    "nothing_voided": NothingVoided,
}
