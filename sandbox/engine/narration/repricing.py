"""Narration of price changes."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class RepricingTeller(Speaker):
    def _price_change_announced(self, event: ev.PriceChangeAnnounced) -> str:
        one = event.change
        was, amount, on = self.money(one.was), self.money(one.amount), self.day(one.effective)
        return self.say(
            f"O preço {self.price_name(one.price)} muda de {was} para {amount} a partir de {on}, para quem for avisado "
            f"{one.notice_days} dias antes de renovar.",
            f"Price {self.price_name(one.price)} changes from {was} to {amount} from {on}, for those told "
            f"{one.notice_days} days before they renew.",
        )

    def _price_changed(self, event: ev.PriceChanged) -> str:
        price, amount = self.price_name(event.price.id), self.money(event.price.amount)
        return self.say(
            f"O novo preço de {price} entrou em vigor: {amount}.", f"The new price of {price} is in force: {amount}."
        )

    def _subscription_repriced(self, event: ev.SubscriptionRepriced) -> str:
        who = self.owner(event.subscription)
        held = ", ".join(
            f"{self.price_name(one.price)} {self.money(self.world.prices[one.price].amount)}" for one in event.items
        )
        return self.say(
            f"O aviso a {who} foi a tempo: esta renovação é pelo novo preço ({held}).",
            f"{who} was told in time: this renewal is at the new price ({held}).",
        )
