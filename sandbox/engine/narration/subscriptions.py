"""Narration of subscriptions: beginnings, terms, changes, pauses and ends."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import PAUSE_WORDS


class SubscriptionTeller(Speaker):
    def _subscription_started(self, event: ev.SubscriptionStarted) -> str:
        one = event.subscription
        until, who = self.point(one.period.last), self.who(one.customer)
        if one.is_pending:
            at = self.moment(event.renews_at)
            return self.say(f"{who} assinou; começa em {at}.", f"{who} subscribed; it begins on {at}.")
        if one.trial_ends_at is not None:
            return self.say(f"{who} começou um período de teste, até {until}.", f"{who} began a trial, until {until}.")
        return self.say(f"{who} assinou; renova em {until}.", f"{who} subscribed; renews on {until}.")

    def _subscription_began(self, event: ev.SubscriptionBegan) -> str:
        until, who = self.point(event.period.last), self.owner(event.subscription)
        if event.status == "trialing":
            return self.say(
                f"A assinatura de {who} começou com um período de teste, até {until}.",
                f"{who}'s subscription began with a trial, until {until}.",
            )
        return self.say(
            f"A assinatura de {who} começou; renova em {until}.", f"{who}'s subscription began; renews on {until}."
        )

    def _subscription_renewed(self, event: ev.SubscriptionRenewed) -> str:
        start, end = self.point(event.period.first), self.point(event.period.last)
        who = self.owner(event.subscription)
        return self.say(
            f"A assinatura de {who} renovou: de {start} a {end}.",
            f"{who}'s subscription renewed: {start} to {end}.",
        )

    def _subscription_paused(self, event: ev.SubscriptionPaused) -> str:
        who, kind = self.owner(event.subscription), self.word(PAUSE_WORDS, event.pause.kind)
        until = event.pause.until
        end = self.say(f", até {self.moment(until)}", f", until {self.moment(until)}") if until is not None else ""
        return self.say(
            f"A assinatura de {who} foi pausada ({kind}){end}.", f"{who}'s subscription was paused ({kind}){end}."
        )

    def _subscription_resumed(self, event: ev.SubscriptionResumed) -> str:
        who = self.owner(event.subscription)
        return self.say(f"A assinatura de {who} foi retomada.", f"{who}'s subscription was resumed.")

    def _change_queued(self, event: ev.ChangeQueued) -> str:
        who, held, at = self.owner(event.subscription), self.held(event.change.items), self.moment(event.takes_effect)
        day = event.change.anchor_day
        if day is not None:
            return self.say(
                f"{who} passa a renovar no dia {day}, a partir de {at}.", f"{who} renews on day {day} from {at} on."
            )
        return self.say(f"{who} muda para {held} em {at}.", f"{who} changes to {held} on {at}.")

    def _change_undone(self, event: ev.ChangeUndone) -> str:
        who = self.owner(event.subscription)
        return self.say(f"A mudança marcada de {who} foi desfeita.", f"The change set for {who} was undone.")

    def _subscription_changed(self, event: ev.SubscriptionChanged) -> str:
        who, held, end = self.owner(event.subscription), self.held(event.items), self.point(event.period.last)
        return self.say(
            f"A assinatura de {who} agora tem {held}; renova em {end}.",
            f"{who}'s subscription now holds {held}; renews on {end}.",
        )

    def _cancellation_scheduled(self, event: ev.CancellationScheduled) -> str:
        who, at = self.owner(event.subscription), self.moment(event.ends_at)
        return self.say(
            f"Cancelamento da assinatura de {who} marcado para {at}.",
            f"{who}'s subscription is set to end on {at}.",
        )

    def _cancellation_undone(self, event: ev.CancellationUndone) -> str:
        who = self.owner(event.subscription)
        return self.say(
            f"O cancelamento de {who} foi desfeito.", f"The cancellation of {who}'s subscription was undone."
        )

    def _subscription_cancelled(self, event: ev.SubscriptionCancelled) -> str:
        who = self.owner(event.subscription)
        if event.kind == "involuntary":
            return self.say(
                f"A assinatura de {who} terminou por falta de pagamento.",
                f"{who}'s subscription ended unpaid.",
            )
        return self.say(f"A assinatura de {who} foi encerrada.", f"{who}'s subscription ended.")
