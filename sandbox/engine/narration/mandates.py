"""Narration of Pix Automático: mandates and the charges announced under them."""

from __future__ import annotations

from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker

STOP_WORDS: Final[dict[str, tuple[str, str]]] = {
    "payer": ("o pagador cancelou", "the payer cancelled it"),
    "mandate_cancelled": ("a autorização foi cancelada", "the mandate was cancelled"),
    "invoice_closed": ("a fatura não está mais em aberto", "the invoice is open no more"),
    "paused": ("a cobrança está parada", "collecting stands still"),
    "payment_unresolved": ("há um pagamento sem resposta", "a payment has no answer yet"),
    "method_refused": ("o banco recusou este meio em definitivo", "the bank has refused this method for good"),
    "amount_changed": ("o valor em aberto mudou", "the amount that is open has changed"),
}


class MandateTeller(Speaker):
    def _mandates_scripted(self, event: ev.MandatesScripted) -> str:
        return self.say(
            "Ficou definido o que o pagador responderá a pedidos de autorização.",
            "What the payer will answer to mandates was set.",
        )

    def _mandate_requested(self, event: ev.MandateRequested) -> str:
        one = event.mandate
        ceiling = self.say("sem teto", "without a ceiling")
        if one.ceiling is not None:
            ceiling = self.say(f"até {self.money(one.ceiling)}", f"up to {self.money(one.ceiling)}")
        if one.ceiling is not None and one.is_fixed:
            ceiling = self.say(f"de {self.money(one.ceiling)} fixos", f"of exactly {self.money(one.ceiling)}")
        return self.say(
            f"Autorização de Pix Automático pedida a {self.who(one.customer)}, {ceiling} por cobrança.",
            f"A Pix Automático mandate was asked of {self.who(one.customer)}, {ceiling} a charge.",
        )

    def _mandate_answered(self, event: ev.MandateAnswered) -> str:
        if event.accepted:
            return self.say("O pagador autorizou o Pix Automático.", "The payer authorised Pix Automático.")
        return self.say("O pagador recusou o Pix Automático.", "The payer refused Pix Automático.")

    def _mandate_cancelled(self, event: ev.MandateCancelled) -> str:
        return self.say("O pagador cancelou a autorização.", "The payer cancelled the mandate.")

    def _instruction_planned(self, event: ev.InstructionPlanned) -> str:
        return self.say(
            f"A cobrança da {self.invoice(event.invoice)} será avisada ao pagador em {self.moment(event.due)}, "
            "dez dias antes do débito.",
            f"The charge of {self.invoice(event.invoice)} will be announced on {self.moment(event.due)}, "
            "ten days before the debit.",
        )

    def _instruction_dropped(self, event: ev.InstructionDropped) -> str:
        return self.say(
            f"Chegou o dia de avisar a cobrança da {self.invoice(event.invoice)}.",
            f"The day to announce the charge of {self.invoice(event.invoice)} has come.",
        )

    def _instruction_issued(self, event: ev.InstructionIssued) -> str:
        one = event.instruction
        days = (one.debit_on - one.issued_on).days
        return self.say(
            f"Cobrança de {self.money(one.amount)} da {self.invoice(one.invoice)} avisada ao pagador; débito em "
            f"{self.day(one.debit_on)}, {days} dias depois.",
            f"Charge of {self.money(one.amount)} for {self.invoice(one.invoice)} announced to the payer; debit on "
            f"{self.day(one.debit_on)}, {days} days later.",
        )

    def _instruction_ended(self, event: ev.InstructionEnded) -> str:
        if event.status == "presented":
            return self.say(
                f"Débito da {self.invoice(event.invoice)} apresentado ao banco do pagador.",
                f"The debit for {self.invoice(event.invoice)} was presented to the payer's bank.",
            )
        why = self.word(STOP_WORDS, event.reason)
        return self.say(
            f"O débito da {self.invoice(event.invoice)} não será feito: {why}.",
            f"The debit for {self.invoice(event.invoice)} will not be made: {why}.",
        )
