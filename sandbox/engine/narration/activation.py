"""Narration of a subscription's first payment."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class ActivationTeller(Speaker):
    def _subscription_incomplete(self, event: ev.SubscriptionIncomplete) -> str:
        who, until = self.owner(event.subscription), self.moment(event.expires_at)
        return self.say(
            f"A primeira cobrança de {who} não passou: a assinatura espera o pagamento até {until} (23 horas).",
            f"{who}'s first payment did not go through: the subscription waits for it until {until} (23 hours).",
        )

    def _subscription_activated(self, event: ev.SubscriptionActivated) -> str:
        who = self.owner(event.subscription)
        return self.say(
            f"{who} pagou a tempo: a assinatura está ativa desde o início.",
            f"{who} paid in time: the subscription is active from its start.",
        )

    def _subscription_expired(self, event: ev.SubscriptionExpired) -> str:
        who = self.owner(event.subscription)
        return self.say(
            f"{who} não pagou a primeira fatura a tempo: a assinatura não chegou a começar.",
            f"{who} did not pay the first invoice in time: the subscription never began.",
        )
