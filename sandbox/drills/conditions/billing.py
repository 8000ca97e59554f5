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


class NoInvoiceOf(Word, frozen=True, kw_only=True):
    """Since an instant, no invoice of this total was issued for the subscription."""

    subscription: str
    after: datetime
    total: int

    def judge(self, evidence: Evidence) -> Verdict:
        for event in evidence.events:
            if not isinstance(event, ev.InvoiceIssued) or event.at <= self.after:
                continue
            if (event.document.subscription, event.document.total) == (self.subscription, self.total):
                number = event.document.number
                pt, en = evidence.money(self.total, "pt-br"), evidence.money(self.total, "en")
                at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                return Verdict(
                    False,
                    f"A fatura {number}, de {pt}, foi emitida em {at_pt}.",
                    f"Invoice {number}, of {en}, was issued on {at_en}.",
                )
        pt, en = evidence.money(self.total, "pt-br"), evidence.money(self.total, "en")
        return Verdict(True, f"Nenhuma fatura de {pt} foi emitida.", f"No invoice of {en} was issued.")


class PriceAnnounced(Word, frozen=True, kw_only=True):
    """A price was announced at this amount, and takes at least so many days of notice before a renewal."""

    price: str
    amount: int
    notice_days: int

    def judge(self, evidence: Evidence) -> Verdict:
        found = [
            one for one in evidence.world.price_changes.values() if (one.price, one.amount) == (self.price, self.amount)
        ]
        pt, en = evidence.money(self.amount, "pt-br"), evidence.money(self.amount, "en")
        if not found:
            return Verdict(
                False, f"O preço de {pt} ainda não foi anunciado.", f"The price of {en} has not been announced yet."
            )
        days = found[-1].notice_days
        return Verdict(
            days >= self.notice_days,
            f"O preço de {pt} foi anunciado com {days} dias de aviso.",
            f"The price of {en} was announced with {days} days of notice.",
        )


class Billed(Word, frozen=True, kw_only=True):
    """Everything invoiced to the customer within a span of time comes to this amount, whatever it was for."""

    customer: str
    after: datetime
    until: datetime
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        whole = sum(self._totals(evidence))
        pt, en = evidence.money(whole, "pt-br"), evidence.money(whole, "en")
        return Verdict(self._holds(whole), f"Faturado nesse tempo: {pt}.", f"Invoiced in that time: {en}.")

    def _totals(self, evidence: Evidence) -> list[int]:
        return [
            event.document.total
            for event in evidence.events
            if isinstance(event, ev.InvoiceIssued)
            and event.document.customer == self.customer
            and self.after < event.at < self.until
        ]

    def _holds(self, whole: int) -> bool:
        return whole == self.amount


class BilledAtMost(Billed, frozen=True, kw_only=True):
    """Everything invoiced to the customer within a span of time comes to no more than this."""

    def _holds(self, whole: int) -> bool:
        return whole <= self.amount


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
        if not gone:
            return Verdict(True, "Nenhuma fatura foi anulada ou perdida.", "No invoice was voided or written off.")
        pt, en = times(
            len(gone), ("fatura anulada ou perdida", "faturas anuladas ou perdidas"), ("invoice", "invoices")
        )
        return Verdict(False, f"Há {pt}.", f"There are {en} voided or written off.")


WORDS: Final[dict[str, type[Word]]] = {
    "invoices_are": InvoicesAre,
    "invoice_stands": InvoiceStands,
    "no_invoice_of": NoInvoiceOf,
    "billed": Billed,
    "billed_at_most": BilledAtMost,
    "price_announced": PriceAnnounced,
    "credited": Credited,
    "balance_is": BalanceIs,
    "nothing_voided": NothingVoided,
}
