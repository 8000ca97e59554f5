"""Keeping: what became of a subscription: its access, its end, its price and its day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.messages import format_day


class AccessKept(Word, frozen=True, kw_only=True):
    """The subscriber could use the service all along."""

    subscription: str

    def judge(self, evidence: Evidence) -> Verdict:
        for event in evidence.events:
            match event:
                case ev.SubscriptionSuspended(subscription=self.subscription):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(False, f"O acesso foi suspenso em {at_pt}.", f"Access was suspended on {at_en}.")
                case ev.SubscriptionCancelled(subscription=self.subscription):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(False, f"O acesso terminou em {at_pt}.", f"Access ended on {at_en}.")
                case ev.SubscriptionPastDue(subscription=self.subscription, access=False):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(False, f"O acesso foi cortado em {at_pt}.", f"Access was cut on {at_en}.")
                case _:
                    continue
        return Verdict(True, "O acesso foi mantido o tempo todo.", "Access was kept all along.")


class SubscriptionKept(Word, frozen=True, kw_only=True):
    """The subscription has neither ended nor been set to end."""

    subscription: str

    def judge(self, evidence: Evidence) -> Verdict:
        one = evidence.world.subscriptions[self.subscription]
        if one.ended_at is not None:
            at_pt, at_en = evidence.moment(one.ended_at, "pt-br"), evidence.moment(one.ended_at, "en")
            return Verdict(False, f"A assinatura terminou em {at_pt}.", f"The subscription ended on {at_en}.")
        if one.cancel_at is not None:
            at_pt, at_en = evidence.moment(one.cancel_at, "pt-br"), evidence.moment(one.cancel_at, "en")
            return Verdict(
                False,
                f"A assinatura está marcada para terminar em {at_pt}.",
                f"The subscription is set to end on {at_en}.",
            )
        return Verdict(True, "A assinatura continua, sem data de fim.", "The subscription goes on, with no end date.")


class AnchorUnchanged(Word, frozen=True, kw_only=True):
    """Renewals still fall on the day they fell on when the subscription began."""

    subscription: str

    def judge(self, evidence: Evidence) -> Verdict:
        now = evidence.world.subscriptions[self.subscription]
        begun = [
            event.subscription.anchor
            for event in evidence.events
            if isinstance(event, ev.SubscriptionStarted) and event.subscription.id == self.subscription
        ]
        expected = calendar.boundary(now.anchor, now.interval, now.term)
        # A period cut for an end that was taken back goes on to the boundary that was expected.
        same = bool(begun) and begun[0] == now.anchor and (now.period.end == expected or now.cut == now.period.last)
        due = expected if same else now.period.end
        due_pt, due_en = format_day(due, "pt-br"), format_day(due, "en")
        return Verdict(
            same,
            f"O próximo vencimento é {due_pt}, dia {now.anchor.day} como no começo."
            if same
            else f"O vencimento mudou de dia: o próximo é {due_pt}.",
            f"The next renewal is {due_en}, on day {now.anchor.day} as from the start."
            if same
            else f"The renewal day moved: the next is {due_en}.",
        )


class EndsOn(Word, frozen=True, kw_only=True):
    """The subscription ends, or is set to end, on a day of the company."""

    subscription: str
    day: date

    def judge(self, evidence: Evidence) -> Verdict:
        one = evidence.world.subscriptions[self.subscription]
        ends = one.ended_at or one.cancel_at
        if ends is None:
            return Verdict(False, "A assinatura não tem data de fim.", "The subscription has no end date.")
        day = evidence.day(ends)
        pt, en = format_day(day, "pt-br"), format_day(day, "en")
        return Verdict(day == self.day, f"A assinatura termina em {pt}.", f"The subscription ends on {en}.")


class AccessUntil(Word, frozen=True, kw_only=True):
    """The subscriber may use the service until an instant, neither shorter nor longer."""

    subscription: str
    until: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        one = evidence.world.subscriptions[self.subscription]
        ends = one.ended_at or one.cancel_at
        if ends is None:
            return Verdict(
                False, "A assinatura segue sem data de fim.", "The subscription goes on without an end date."
            )
        met = ends == self.until
        last = evidence.day(ends - timedelta(microseconds=1))
        if last < evidence.day(ends):  # At midnight: the day before is the last whole one.
            pt, en = format_day(last, "pt-br"), format_day(last, "en")
            return Verdict(met, f"O acesso vai até o fim de {pt}.", f"Access lasts until the end of {en}.")
        pt, en = evidence.moment(ends, "pt-br"), evidence.moment(ends, "en")
        return Verdict(met, f"O acesso vai até {pt}.", f"Access lasts until {en}.")


class CancelledBefore(Word, frozen=True, kw_only=True):
    """Somebody set the subscription to end before an instant."""

    subscription: str
    before: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        for event in evidence.events:
            match event:
                case (
                    ev.CancellationScheduled(subscription=self.subscription)
                    | ev.SubscriptionCancelled(subscription=self.subscription)
                ):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(
                        event.at < self.before,
                        f"O cancelamento foi registrado em {at_pt}.",
                        f"The cancellation was entered on {at_en}.",
                    )
                case _:
                    continue
        return Verdict(False, "O cancelamento não foi registrado.", "The cancellation was not entered.")


class StatusIs(Word, frozen=True, kw_only=True):
    """The subscription is in one of these states now."""

    subscription: str
    statuses: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        one = evidence.world.subscriptions[self.subscription]
        pt, en = STATUS_WORDS[one.status]
        return Verdict(one.status in self.statuses, f"A assinatura está {pt}.", f"The subscription is {en}.")


class HoldsPrice(Word, frozen=True, kw_only=True):
    """The subscription is on this price, whatever its version, in this quantity."""

    subscription: str
    price: str
    quantity: int = 1

    def judge(self, evidence: Evidence) -> Verdict:
        items = evidence.world.subscriptions[self.subscription].items
        held = ", ".join(f"{one.price.partition('@')[0]} × {one.quantity}" for one in items)
        met = any((one.price.partition("@")[0], one.quantity) == (self.price, self.quantity) for one in items)
        return Verdict(met, f"A assinatura tem {held}.", f"The subscription holds {held}.")


class OffersAtMost(Word, frozen=True, kw_only=True):
    """The customer was made no more save offers than this."""

    customer: str
    count: int

    def judge(self, evidence: Evidence) -> Verdict:
        made = [
            event
            for event in evidence.events
            if isinstance(event, ev.OfferMade) and event.offer.customer == self.customer
        ]
        if not made:
            return Verdict(True, "Não houve oferta de permanência.", "There was no offer to stay.")
        pt, en = times(len(made), ("oferta", "ofertas"), ("offer", "offers"))
        return Verdict(len(made) <= self.count, f"Houve {pt} de permanência.", f"There were {en} to stay.")


class Withdrawn(Word, frozen=True, kw_only=True):
    """The contract was undone by the right of withdrawal, and so much of what was paid was kept."""

    subscription: str
    kept: int = 0

    def judge(self, evidence: Evidence) -> Verdict:
        for event in evidence.events:
            if isinstance(event, ev.SubscriptionWithdrawn) and event.subscription == self.subscription:
                pt, en = evidence.money(event.kept, "pt-br"), evidence.money(event.kept, "en")
                return Verdict(
                    event.kept == self.kept,
                    f"O contrato foi desfeito; a empresa ficou com {pt}.",
                    f"The contract was undone; the company kept {en}.",
                )
        return Verdict(
            False, "O arrependimento não foi registrado.", "The right of withdrawal has not been carried out."
        )


STATUS_WORDS: Final[dict[str, tuple[str, str]]] = {
    "trialing": ("em teste", "on trial"),
    "active": ("ativa", "active"),
    "past_due": ("em atraso", "past due"),
    "paused": ("pausada", "paused"),
    "suspended": ("suspensa", "suspended"),
    "cancelled": ("cancelada", "cancelled"),
    "incomplete": ("incompleta", "incomplete"),
    "incomplete_expired": ("nunca iniciada", "never begun"),
}
WORDS: Final[dict[str, type[Word]]] = {
    "access_kept": AccessKept,
    "subscription_kept": SubscriptionKept,
    "anchor_unchanged": AnchorUnchanged,
    "ends_on": EndsOn,
    "access_until": AccessUntil,
    "cancelled_before": CancelledBefore,
    "status_is": StatusIs,
    "holds_price": HoldsPrice,
    "offers_at_most": OffersAtMost,
    "withdrawn": Withdrawn,
}
