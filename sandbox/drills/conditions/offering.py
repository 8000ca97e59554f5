"""Offering: who was offered what, who was to be left in peace, and whether the control group was shown nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import Event
from sandbox.engine import events as ev
from sandbox.engine.leaving import in_control_group


class Offered(Word, frozen=True, kw_only=True):
    """Each of these customers was offered this: a coupon, a pause of so many days, or another price. Whom the control
    group holds was counted in, and shown nothing.
    """

    customers: tuple[str, ...]
    coupon: str | None = None
    pause_days: int | None = None
    price: str | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        wanted = (self.coupon, self.pause_days, self.price)
        had = {
            one.offer.customer
            for one in _made(evidence)
            if (one.offer.terms.coupon, one.offer.terms.pause_days, one.offer.terms.price) == wanted
        }
        count = len(had & set(self.customers))
        return Verdict(
            count == len(self.customers),
            f"A oferta certa contou com {count} de {len(self.customers)} pessoas.",
            f"The right offer counted {count} of {len(self.customers)} people in.",
        )


class NotOffered(Word, frozen=True, kw_only=True):
    """None of these customers was offered anything."""

    customers: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        wrong = {one.offer.customer for one in _made(evidence)} & set(self.customers)
        pt, en = times(len(wrong), ("pessoa", "pessoas"), ("person", "people"))
        return Verdict(
            not wrong,
            "Quem devia ficar em paz não recebeu oferta." if not wrong else f"Houve oferta a {pt} fora da lista.",
            "Whoever was to be left in peace got no offer."
            if not wrong
            else f"An offer was made to {en} outside the list.",
        )


class ControlRespected(Word, frozen=True, kw_only=True):
    """After an instant, whoever the control group holds got no advertising, no coupon, no balance and no pause."""

    after: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        company = evidence.world.require_company()
        percent = company.policy.offering.control
        favoured = {
            customer
            for event in evidence.events
            if event.at >= self.after and _is_favour(event) and (customer := evidence.whose(event)) is not None
        }
        spoilt = [one for one in favoured if in_control_group(company.seed, one, percent)]
        pt, en = times(len(spoilt), ("pessoa", "pessoas"), ("person", "people"))
        return Verdict(
            not spoilt,
            "O grupo de controle ficou sem oferta nenhuma."
            if not spoilt
            else f"No grupo de controle, {pt} ganhou algo ou viu propaganda."
            if len(spoilt) == 1
            else f"No grupo de controle, {pt} ganharam algo ou viram propaganda.",
            "The control group was shown nothing."
            if not spoilt
            else f"In the control group, {en} got something or saw advertising.",
        )


def _made(evidence: Evidence) -> list[ev.OfferMade]:
    return [one for one in evidence.events if isinstance(one, ev.OfferMade)]


def _is_favour(event: Event) -> bool:
    if isinstance(event, ev.MessageSent):
        return event.template == "campaign"
    return isinstance(event, ev.CouponApplied | ev.BalanceGranted | ev.SubscriptionPaused)


WORDS: Final[dict[str, type[Word]]] = {
    "offered": Offered,
    "not_offered": NotOffered,
    "control_respected": ControlRespected,
}
