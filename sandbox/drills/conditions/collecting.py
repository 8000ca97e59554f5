"""Collecting: attempts to charge an invoice, and how it was paid."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import events as ev


class InvoicePaidOnce(Word, frozen=True, kw_only=True):
    """Settled by exactly one capture at the gateway, whole, and not given back."""

    invoice: str

    def judge(self, evidence: Evidence) -> Verdict:
        invoice = evidence.world.invoices.get(self.invoice)
        if invoice is None:
            return Verdict(False, "A fatura não existe.", "The invoice does not exist.")
        number = invoice.document.number
        payments = [evidence.world.payments[key] for key in invoice.payments]
        captured = [payment for payment in payments if payment.captured]
        by_hand = {
            event.payment.id
            for event in evidence.events
            if isinstance(event, ev.PaymentRecorded) and event.actor not in ("clock", "prologue")
        }
        recorded = [payment for payment in captured if payment.id in by_hand]
        refunded = sum(payment.refunded for payment in payments)
        if invoice.status == "open":
            left_pt, left_en = (
                evidence.money(invoice.remaining, "pt-br"),
                evidence.money(invoice.remaining, "en"),
            )
            return Verdict(
                False,
                f"A fatura {number} está em aberto: faltam {left_pt}.",
                f"Invoice {number} is open: {left_en} remains.",
            )
        if invoice.status != "paid":
            words = {"void": "anulada", "uncollectible": "dada como perdida"}.get(invoice.status, invoice.status)
            return Verdict(False, f"A fatura {number} foi {words}.", f"Invoice {number} is {invoice.status}.")
        if recorded:
            return Verdict(
                False,
                f"A fatura {number} foi baixada por um recebimento anotado à mão, sem captura no emissor.",
                f"Invoice {number} was settled by a hand-written receipt, without a capture at the issuer.",
            )
        if len(captured) != 1 or refunded or captured[0].amount != invoice.document.amount_due:
            pt, en = times(len(captured), ("captura", "capturas"), ("capture", "captures"))
            back_pt, back_en = evidence.money(refunded, "pt-br"), evidence.money(refunded, "en")
            return Verdict(
                False,
                f"A fatura {number} mostra {pt} e {back_pt} devolvidos.",
                f"Invoice {number} shows {en} and {back_en} refunded.",
            )
        at = captured[0].settled_at or captured[0].at
        return Verdict(
            True,
            f"A fatura {number} foi paga uma única vez, em {evidence.moment(at, 'pt-br')}.",
            f"Invoice {number} was paid exactly once, on {evidence.moment(at, 'en')}.",
        )


class NoAttemptBefore(Word, frozen=True, kw_only=True):
    """After its first failure, nobody tried the invoice again before an instant."""

    invoice: str
    before: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        failed = evidence.first_failure(self.invoice)
        early = [
            payment
            for payment in evidence.attempts(self.invoice)
            if failed is not None and payment.attempt > 1 and payment.at < self.before
        ]
        when_pt, when_en = evidence.moment(self.before, "pt-br"), evidence.moment(self.before, "en")
        if not early:
            return Verdict(
                True,
                f"Nenhuma nova tentativa antes de {when_pt}.",
                f"No further attempt before {when_en}.",
            )
        pt, en = times(len(early), ("nova tentativa", "novas tentativas"), ("further attempt", "further attempts"))
        first_pt, first_en = evidence.moment(early[0].at, "pt-br"), evidence.moment(early[0].at, "en")
        return Verdict(
            False,
            f"O registro mostra {pt} antes de {when_pt}; a primeira em {first_pt}.",
            f"The journal shows {en} before {when_en}; the first on {first_en}.",
        )


class AttemptsAtMost(Word, frozen=True, kw_only=True):
    """The invoice was tried no more often than this, its first attempt included."""

    invoice: str
    count: int

    def judge(self, evidence: Evidence) -> Verdict:
        made = len(evidence.attempts(self.invoice))
        pt, en = times(made, ("tentativa", "tentativas"), ("attempt", "attempts"))
        return Verdict(made <= self.count, f"Houve {pt} nesta fatura.", f"There were {en} on this invoice.")


class NoAttemptWith(Word, frozen=True, kw_only=True):
    """After its first failure, nobody tried the invoice again with this method."""

    invoice: str
    method: str

    def judge(self, evidence: Evidence) -> Verdict:
        tried = [one for one in evidence.attempts(self.invoice) if one.method == self.method and one.attempt > 1]
        pt, en = times(len(tried), ("nova tentativa", "novas tentativas"), ("further attempt", "further attempts"))
        return Verdict(
            not tried, f"Houve {pt} com o meio recusado.", f"There were {en} with the method that was refused."
        )


class PaidWith(Word, frozen=True, kw_only=True):
    """The invoice was settled with any method but the one named: by an attempt, or by its payer behind a link."""

    invoice: str
    other_than: str

    def judge(self, evidence: Evidence) -> Verdict:
        payments = [evidence.world.payments[key] for key in evidence.world.invoices[self.invoice].payments]
        settled = [one for one in payments if one.captured]
        if not settled:
            return Verdict(False, "A fatura ainda não foi paga.", "The invoice has not been paid yet.")
        met = settled[-1].method != self.other_than
        return Verdict(
            met,
            "A fatura foi paga com outro meio." if met else "A fatura foi paga com o mesmo meio.",
            "The invoice was paid with another method." if met else "The invoice was paid with the same method.",
        )


class CardNotAskedFor(Word, frozen=True, kw_only=True):
    """No message in somebody's own words asks the customer for a card's number, code or photo; one that warns may."""

    customer: str

    def judge(self, evidence: Evidence) -> Verdict:
        for message in evidence.messages(self.customer):
            text = " ".join(str(message.fields.get(name, "")) for name in ("text", "note", "subject"))
            if any(CARD_DATA.search(part) and not WARNS.search(part) for part in re.split(r"[.!?;\n]", text)):
                at_pt, at_en = evidence.moment(message.at, "pt-br"), evidence.moment(message.at, "en")
                return Verdict(
                    False,
                    f"A mensagem de {at_pt} pede dados do cartão.",
                    f"The message of {at_en} asks for card data.",
                )
        return Verdict(True, "Nenhuma mensagem pede dados do cartão.", "No message asks for card data.")


CARD_DATA: Final = re.compile(
    r"\b(?:n[úu]meros?|d[íi]gitos|foto|c[óo]digo de seguran[çc]a)\b.{0,30}\bcart[ãa]o|\bcvv\b|\bcvc\b"
    r"|\bcard(?:’s|'s)?\b.{0,20}\b(?:numbers?|digits|photo|security code)|\b(?:numbers?|digits|photo|picture)\b.{0,30}\bcard\b",
    re.IGNORECASE,
)
WARNS: Final = re.compile(
    r"\b(?:n[ãa]o|nunca|jamais|sem|ningu[ée]m|never|not|don[’']t|without|nobody|no one)\b"
    r"|\b[úu]ltimos (?:quatro|4)\b|\bfinal \d|\blast (?:four|4)\b",
    re.IGNORECASE,
)


class LookedUpFirst(Word, frozen=True, kw_only=True):
    """After the charge that got no answer, the bank was asked before anything else was tried on its invoice."""

    payment: str

    def judge(self, evidence: Evidence) -> Verdict:
        silent = evidence.world.payments[self.payment]
        for event in evidence.events:
            match event:
                case ev.PaymentLookedUp(payment=self.payment):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(True, f"O pagamento foi consultado em {at_pt}.", f"It was looked up on {at_en}.")
                case ev.PaymentAttempted() if (
                    event.payment.invoice == silent.invoice and event.payment.attempt > silent.attempt
                ):
                    return Verdict(
                        False,
                        "A fatura foi cobrada de novo antes da consulta.",
                        "The invoice was charged again before the look-up.",
                    )
                case _:
                    continue
        return Verdict(False, "O pagamento ainda não foi consultado.", "The payment has not been looked up yet.")


class NoLinkSent(Word, frozen=True, kw_only=True):
    """Nobody sent the customer a link to pay the invoice."""

    invoice: str

    def judge(self, evidence: Evidence) -> Verdict:
        sent = [one for one in evidence.events if isinstance(one, ev.PaymentLinkSent) and one.invoice == self.invoice]
        pt, en = times(len(sent), ("link de pagamento", "links de pagamento"), ("payment link", "payment links"))
        return Verdict(not sent, f"Enviados para esta fatura: {pt}.", f"Sent for this invoice: {en}.")


class ToldAfterLookUp(Word, frozen=True, kw_only=True):
    """Once the bank had answered, the customer was told that the amount was received."""

    payment: str
    customer: str
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        name = evidence.names.get(self.customer, self.customer)
        is_known, early = False, 0
        for event in evidence.events:
            match event:
                case ev.PaymentLookedUp(payment=self.payment):
                    is_known = True
                case ev.MessageSent(customer=self.customer) if self._confirms(event, evidence):
                    if is_known:
                        at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                        return Verdict(
                            True,
                            f"{name} soube do resultado em {at_pt}, depois da consulta.",
                            f"{name} was told the outcome on {at_en}, after the look-up.",
                        )
                    early += 1
                case _:
                    continue
        if early:
            return Verdict(
                False,
                f"{name} recebeu uma confirmação antes de o banco responder.",
                f"{name} was sent a confirmation before the bank had answered.",
            )
        return Verdict(
            False,
            f"{name} ainda não soube do resultado com o valor certo.",
            f"{name} has not been told the outcome with the right amount yet.",
        )

    def _confirms(self, message: ev.MessageSent, evidence: Evidence) -> bool:
        if message.template == "payment_confirmed":
            return message.fields.get("amount") == self.amount
        return message.template == "free_text" and evidence.names_amount(str(message.fields["text"]), self.amount)


class RetriesWithin(Word, frozen=True, kw_only=True):
    """Retries of the invoice: at most so many, on different days, none after an instant, all of one amount."""

    invoice: str
    count: int
    until: datetime
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        tried = evidence.attempts(self.invoice)
        retries = [one for one in tried if one.attempt > 1]
        days = {evidence.day(one.at) for one in retries}
        met = (
            len(retries) <= self.count
            and len(days) == len(retries)
            and all(one.at <= self.until for one in retries)
            and all(one.amount == self.amount for one in tried)
        )
        pt, en = times(len(retries), ("nova tentativa", "novas tentativas"), ("further attempt", "further attempts"))
        sums_pt = ", ".join(dict.fromkeys(evidence.money(one.amount, "pt-br") for one in tried))
        sums_en = ", ".join(dict.fromkeys(evidence.money(one.amount, "en") for one in tried))
        dated_pt, dated_en = times(len(days), ("dia", "dias"), ("day", "days"))
        return Verdict(met, f"Houve {pt} em {dated_pt}: {sums_pt}.", f"There were {en} on {dated_en}: {sums_en}.")


class MandateAsked(Word, frozen=True, kw_only=True):
    """An authorisation that allows a charge of this amount, and has a limit, was asked of the payer."""

    customer: str
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        asked = [
            event.mandate
            for event in evidence.events
            if isinstance(event, ev.MandateRequested) and event.mandate.customer == self.customer
        ]
        met = any(one.ceiling is not None and not one.forbids(self.amount) for one in asked)
        pt, en = evidence.money(self.amount, "pt-br"), evidence.money(self.amount, "en")
        return Verdict(
            met,
            f"Autorização nova de {pt} {'pedida' if met else 'ainda não pedida'}.",
            f"A new authorisation of {en} {'was asked for' if met else 'has not been asked for'}.",
        )


WORDS: Final[dict[str, type[Word]]] = {
    "invoice_paid_once": InvoicePaidOnce,
    "no_attempt_before": NoAttemptBefore,
    "attempts_at_most": AttemptsAtMost,
    "no_attempt_with": NoAttemptWith,
    "paid_with": PaidWith,
    "card_not_asked_for": CardNotAskedFor,
    "looked_up_first": LookedUpFirst,
    "no_link_sent": NoLinkSent,
    "told_after_look_up": ToldAfterLookUp,
    "retries_within": RetriesWithin,
    "mandate_asked": MandateAsked,
}
