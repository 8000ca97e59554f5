"""Narration of what customers are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import CHANNEL_WORDS, TEMPLATE_WORDS


class MessageTeller(Speaker):
    def _message_sent(self, event: ev.MessageSent) -> str:
        who = self.who(event.customer)
        channel, about = self.word(CHANNEL_WORDS, event.channel), self.word(TEMPLATE_WORDS, event.template)
        facts = self._facts(event.fields)
        return self.say(
            f"Mensagem a {who} por {channel}: {about}{facts}.",
            f"Message to {who} by {channel}: {about}{facts}.",
        )

    def _facts(self, fields: Mapping[str, Any]) -> str:
        told = []
        amount, retry_on = fields.get("amount"), fields.get("retry_on")
        if isinstance(amount, int):
            told.append(self.money(amount))
        if isinstance(retry_on, str):
            try:
                on = self.day(date.fromisoformat(retry_on[:10]))
            except ValueError:
                on = retry_on
            told.append(self.say(f"nova tentativa em {on}", f"retry on {on}"))
        return f" ({', '.join(told)})" if told else ""

    def _payment_link_sent(self, event: ev.PaymentLinkSent) -> str:
        who, amount = self.who(event.customer), self.money(event.amount)
        channel = self.word(CHANNEL_WORDS, event.channel)
        return self.say(
            f"Link de pagamento de {amount} enviado a {who} por {channel}.",
            f"Payment link for {amount} sent to {who} by {channel}.",
        )
