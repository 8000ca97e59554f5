"""Narration of documents: charges, invoices, credit notes and balance."""

from __future__ import annotations

from sandbox.engine import arithmetic
from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class DocumentTeller(Speaker):
    def _charge_added(self, event: ev.ChargeAdded) -> str:
        one = event.charge
        who, amount = self.who(one.customer), self.money(one.amount)
        about = f" ({one.description})" if one.description else ""
        return self.say(
            f"Cobrança avulsa de {amount} a {who}{about}: entra na próxima fatura.",
            f"One-off charge of {amount} to {who}{about}: it goes on the next invoice.",
        )

    def _invoice_issued(self, event: ev.InvoiceIssued) -> str:
        document = event.document
        sums = self.sums_of(document.lines)
        for off in arithmetic.discounts(self.world, document.lines):
            sums += self.say(f"; desconto {off.of}: {self.product(off)}", f"; discount {off.of}: {self.product(off)}")
        for tax in arithmetic.taxes(self.world, document.lines):
            name = tax.of.replace("-", " ").upper()
            sums += self.say(f"; imposto {name}: {self.product(tax)}", f"; tax {name}: {self.product(tax)}")
            sums += self.say(" (por dentro)", " (within)") if self.world.taxes[tax.of].inclusive else ""
        if document.discount or document.tax or len(document.lines) > 1:
            sums += f"; total {self.money(document.total)}"
        if document.total < 0:
            owed = self.money(-document.total)
            sums += self.say(f"; {owed} viram saldo", f"; {owed} becomes balance")
        if document.balance_applied:
            used, due = self.money(document.balance_applied), self.money(document.amount_due)
            sums += self.say(f"; saldo de {used} abatido, a pagar {due}", f"; balance of {used} used, {due} to pay")
        who = self.who(document.customer)
        return self.say(
            f"Fatura {document.number} emitida para {who}: {sums}.",
            f"Invoice {document.number} issued to {who}: {sums}.",
        )

    def _credit_note_issued(self, event: ev.CreditNoteIssued) -> str:
        one = event.note
        parts = [
            (one.from_remaining, self.say("abatidos do que faltava pagar", "off what was still open")),
            (one.to_balance, self.say("em saldo", "to balance")),
            (one.to_refund, self.say("em devolução", "refunded")),
            (one.outside, self.say("por fora", "outside")),
        ]
        sums = " + ".join(f"{self.money(amount)} {words}" for amount, words in parts if amount)
        share = arithmetic.unused_share(self.world.invoices[one.invoice], one)
        if share is not None:
            sums += self.say(
                f"; pelo tempo não usado, {self.product(share)}", f"; for unused time, {self.product(share)}"
            )
        return self.say(
            f"Nota de crédito de {self.money(one.amount)} na {self.invoice(one.invoice)}: {sums}.",
            f"Credit note of {self.money(one.amount)} on {self.invoice(one.invoice)}: {sums}.",
        )

    def _invoice_voided(self, event: ev.InvoiceVoided) -> str:
        return self.say(
            f"A {self.invoice(event.invoice)} foi anulada.",
            f"{self.invoice(event.invoice).capitalize()} was voided.",
        )

    def _invoice_uncollectible(self, event: ev.InvoiceUncollectible) -> str:
        return self.say(
            f"A {self.invoice(event.invoice)} foi dada como perdida.",
            f"{self.invoice(event.invoice).capitalize()} was written off.",
        )

    def _balance_granted(self, event: ev.BalanceGranted) -> str:
        who, amount = self.who(event.customer), self.money(event.amount)
        return self.say(f"{who} recebeu {amount} de saldo.", f"{who} was granted {amount} of balance.")
