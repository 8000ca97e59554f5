"""Narration of disputes: opened, contested, won or lost."""

from __future__ import annotations

from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker

REASON_WORDS: Final[dict[str, tuple[str, str]]] = {
    "fraudulent": ("diz não reconhecer a compra", "says it was not them"),
    "10.4": ("diz não reconhecer a compra", "says it was not them"),
    "duplicate": ("diz que foi cobrado duas vezes", "says they were charged twice"),
    "12.6": ("diz que foi cobrado duas vezes", "says they were charged twice"),
    "subscription_canceled": ("diz que já tinha cancelado", "says they had cancelled"),
    "13.2": ("diz que já tinha cancelado", "says they had cancelled"),
    "credit_not_processed": ("diz que uma devolução não chegou", "says a refund never arrived"),
    "general": ("não diz o motivo", "gives no reason"),
}


class DisputeTeller(Speaker):
    def _amount_of(self, dispute: str) -> str:
        known = self.world.disputes.get(dispute)
        return self.money(known.amount) if known else dispute

    def _dispute_opened(self, event: ev.DisputeOpened) -> str:
        one = event.dispute
        why = self.word(REASON_WORDS, one.reason)
        return self.say(
            f"{self.who(one.customer)} contestou {self.money(one.amount)} da {self.invoice(one.invoice)} no banco e "
            f"{why}; o valor fica retido e a defesa pode ser enviada até {self.moment(one.evidence_due)}.",
            f"{self.who(one.customer)} disputed {self.money(one.amount)} of {self.invoice(one.invoice)} at the bank "
            f"and {why}; the money is held, and evidence may be sent until {self.moment(one.evidence_due)}.",
        )

    def _dispute_contested(self, event: ev.DisputeContested) -> str:
        amount = self._amount_of(event.dispute)
        return self.say(
            f"A contestação de {amount} foi respondida com provas; o banco decide.",
            f"The dispute of {amount} was answered with evidence; the bank decides.",
        )

    def _dispute_won(self, event: ev.DisputeWon) -> str:
        amount = self._amount_of(event.dispute)
        return self.say(f"Contestação ganha: {amount} voltam ao caixa.", f"Dispute won: {amount} comes back to cash.")

    def _dispute_lost(self, event: ev.DisputeLost) -> str:
        amount = self._amount_of(event.dispute)
        why = {
            "accepted": self.say("aceita", "accepted"),
            "window_ended": self.say("o prazo da defesa acabou", "the time to answer ran out"),
            "issuer": self.say("decisão do banco", "the bank's decision"),
        }[event.why]
        parts = (
            (event.from_failed_refunds + event.from_duplicate, self.say("já eram devidos", "was owed already")),
            (event.from_balance, self.say("saem do saldo", "comes off the balance")),
            (event.written_off, self.say("são perda", "is a loss")),
        )
        told = ", ".join(f"{self.money(part)} {words}" for part, words in parts if part)
        return self.say(
            f"Contestação perdida ({why}): dos {amount} retidos, {told}.",
            f"Dispute lost ({why}): of the {amount} held, {told}.",
        )
