"""Narration of dunning: late, reminded, suspended, recovered."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class DunningTeller(Speaker):
    def _dunning_scheduled(self, event: ev.DunningScheduled) -> str:
        steps = [
            (self.say("último aviso", "final notice"), event.notice_at),
            (self.say("suspensão", "suspension"), event.suspend_at),
            (self.say("cancelamento", "cancellation"), event.cancel_at),
        ]
        written = ", ".join(f"{name} {self.moment(at)}" for name, at in steps if at is not None)
        who = self.owner(event.subscription)
        return self.say(
            f"Régua de cobrança de {who}: {written or 'sem prazo final'}.",
            f"Dunning schedule for {who}: {written or 'no final date'}.",
        )

    def _final_notice_due(self, event: ev.FinalNoticeDue) -> str:
        who = self.owner(event.subscription)
        return self.say(f"É dia do último aviso a {who}.", f"The final notice to {who} is due.")

    def _subscription_past_due(self, event: ev.SubscriptionPastDue) -> str:
        who = self.owner(event.subscription)
        access = self.say("acesso mantido", "access kept") if event.access else self.say("acesso cortado", "access cut")
        return self.say(
            f"A assinatura de {who} está em atraso, {access}.",
            f"{who}'s subscription is past due, {access}.",
        )

    def _subscription_recovered(self, event: ev.SubscriptionRecovered) -> str:
        who = self.owner(event.subscription)
        return self.say(
            f"A assinatura de {who} está em dia de novo; o vencimento não mudou.",
            f"{who}'s subscription is up to date again; its anchor day has not moved.",
        )

    def _subscription_suspended(self, event: ev.SubscriptionSuspended) -> str:
        who = self.owner(event.subscription)
        return self.say(f"O acesso de {who} foi suspenso.", f"{who}'s access was suspended.")
