"""Narration of the gateway's messages."""

from __future__ import annotations

from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import DECLINE_WORDS

KIND_WORDS: Final[dict[str, tuple[str, str]]] = {
    "authorised": ("autorização", "authorisation"),
    "settled": ("liquidação", "settlement"),
    "declined": ("recusa", "decline"),
    "captured_again": ("segunda captura", "second capture"),
}
OUTCOME_WORDS: Final[dict[str, tuple[str, str]]] = {
    "applied": ("a primeira com esta chave", "the first with this key"),
    "noted": ("nada muda ainda", "nothing changes yet"),
    "repeated": ("já era conhecida, nada muda", "known already, nothing changes"),
    "out_of_order": ("chegou depois da resposta final, nada muda", "came after the final answer, nothing changes"),
}


class WebhookTeller(Speaker):
    def _webhooks_expected(self, event: ev.WebhooksExpected) -> str:
        return self.say(
            f"O gateway responderá à cobrança {self.payment(event.payment)} por mensagem.",
            f"The gateway will answer the charge {self.payment(event.payment)} by message.",
        )

    def _webhook_received(self, event: ev.WebhookReceived) -> str:
        kind, outcome = self.word(KIND_WORDS, event.kind), self.word(OUTCOME_WORDS, event.outcome)
        return self.say(
            f"Mensagem do gateway sobre a cobrança {self.payment(event.payment)}: {kind} ({outcome}).",
            f"Message from the gateway about the charge {self.payment(event.payment)}: {kind} ({outcome}).",
        )

    def _payment_settled_late(self, event: ev.PaymentSettledLate) -> str:
        amount = self.money(event.applied + event.owed_back)
        if event.owed_back:
            sums = f"{amount} − {self.money(event.applied)} = {self.money(event.owed_back)}"
            return self.say(
                f"O pagamento {self.payment(event.payment)} tinha sido feito; sobram {sums}, que devem ser devolvidos.",
                f"The payment {self.payment(event.payment)} had gone through; {sums} is too much and owed back.",
            )
        return self.say(
            f"O pagamento {self.payment(event.payment)} tinha sido feito e foi conciliado.",
            f"The payment {self.payment(event.payment)} had gone through and is reconciled.",
        )

    def _payment_declined_late(self, event: ev.PaymentDeclinedLate) -> str:
        why = self.word(DECLINE_WORDS, event.decline.code)
        return self.say(
            f"O pagamento {self.payment(event.payment)} tinha sido recusado: {why} ({event.decline.response}).",
            f"The payment {self.payment(event.payment)} had been declined: {why} ({event.decline.response}).",
        )

    def _duplicate_captured(self, event: ev.DuplicateCaptured) -> str:
        amount = self.money(event.payment.amount)
        return self.say(
            f"O gateway capturou {amount} pela segunda vez (cobrança {self.payment(event.of)}): é duplicidade e deve ser devolvida.",
            f"The gateway captured {amount} a second time (charge {self.payment(event.of)}): it is a duplicate and owed back.",
        )
