"""Narration of offers, withdrawal and tasks."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.leaving import OfferTerms
from sandbox.engine.speech import Speaker
from sandbox.engine.task import MATTER, Task
from sandbox.engine.wording import SEAT_WORDS, TASK_WORDS


class LeavingTeller(Speaker):
    def _offer_made(self, event: ev.OfferMade) -> str:
        one = event.offer
        who, what = self.who(one.customer), self._terms(one.terms)
        if one.status == "withheld":
            return self.say(
                f"{who} está no grupo de controle: a oferta ({what}) não foi mostrada.",
                f"{who} is in the control group: the offer ({what}) was not shown.",
            )
        return self.say(
            f"Oferta a {who}: {what}, até {self.moment(one.expires_at)}.",
            f"Offer to {who}: {what}, until {self.moment(one.expires_at)}.",
        )

    def _terms(self, terms: OfferTerms) -> str:
        if terms.coupon is not None:
            return self.say(f"cupom {terms.coupon}", f"coupon {terms.coupon}")
        if terms.pause_days is not None:
            return self.say(f"pausa de {terms.pause_days} dias", f"a pause of {terms.pause_days} days")
        return self.say(f"preço {terms.price}", f"price {terms.price}")

    def _offer_answered(self, event: ev.OfferAnswered) -> str:
        who = self.who(self.world.offers[event.offer].customer)
        if event.answer == "accepted":
            return self.say(f"{who} aceitou a oferta.", f"{who} accepted the offer.")
        return self.say(f"{who} recusou a oferta.", f"{who} declined the offer.")

    def _offer_expired(self, event: ev.OfferExpired) -> str:
        who = self.who(self.world.offers[event.offer].customer)
        return self.say(f"A oferta a {who} venceu.", f"The offer to {who} expired.")

    def _subscription_withdrawn(self, event: ev.SubscriptionWithdrawn) -> str:
        who, returned, kept = self.owner(event.subscription), self.money(event.returned), self.money(event.kept)
        paid = self.money(event.returned + event.kept)
        sums = f"{paid} × {event.factor} = {kept}" if event.factor else kept
        if not event.kept:
            return self.say(
                f"{who} se arrependeu da compra ({self.source(event.source)}): volta tudo, {returned}.",
                f"{who} withdrew from the contract ({self.source(event.source)}): everything goes back, {returned}.",
            )
        return self.say(
            f"{who} se arrependeu da compra ({self.source(event.source)}): fica o uso, {sums}; volta {returned}.",
            f"{who} withdrew from the contract ({self.source(event.source)}): the use is kept, {sums}; {returned} goes back.",
        )

    def _task_opened(self, event: ev.TaskOpened) -> str:
        one = event.task
        return self.say(f"Tarefa aberta: {self._task(one)}.", f"Task opened: {self._task(one)}.")

    def _note_added(self, event: ev.NoteAdded) -> str:
        who = self.who(event.customer)
        return self.say(f"A equipe anotou algo sobre {who}.", f"Staff noted something of {who}.")

    def _task_closed(self, event: ev.TaskClosed) -> str:
        one = self.world.tasks.get(event.task)
        what = self._task(one) if one is not None else event.task
        return self.say(f"Tarefa concluída: {what}.", f"Task closed: {what}.")

    def _task(self, one: Task) -> str:
        """`reembolso pedido (R$ 19,95), sobre o pagamento de R$ 39,90 de Ana Souza`."""
        kind = self.word(TASK_WORDS, one.kind).replace("_", " ")
        if one.amount:
            kind += f" ({self.money(one.amount)})"
        return self.say(f"{kind}, sobre {self.thing(one.about)}", f"{kind}, about {self.thing(one.about)}")

    def _escalated(self, event: ev.Escalated) -> str:
        one = event.task
        about = self.say("um assunto", "a matter") if one.about == MATTER else self.thing(one.about)
        to = self.word(SEAT_WORDS, one.to or "")
        return self.say(f"Encaminhado para {to}: {about}.", f"Handed up to {to}: {about}.")
