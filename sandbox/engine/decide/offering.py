"""Offering: what may keep somebody who wants to leave; once, never against their will, and it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.calendar import add_days
from sandbox.engine.decide import changing, consenting, discounting, pausing
from sandbox.engine.decide.ending import living, take_back_end
from sandbox.engine.decide.turn import Turn
from sandbox.engine.leaving import Offer, OfferTerms, in_control_group
from sandbox.engine.subscription import ENDED, Subscription

# A person who asks for one of these is answered, not sold to.
NO_OFFER_DURING: Final = frozenset({"deletion", "anonymisation", "portability", "revocation", "objection"})


def make_offer(turn: Turn, command: cmd.MakeOffer) -> None:
    """To the control group nothing is shown, and that is written down as well."""
    customer = turn.customer(command.customer)
    subscription = _which(turn, customer.id, command.subscription)
    terms = terms_of(turn, command.offer)
    if any(
        one.customer == customer.id and one.answered_at is None and one.kind in NO_OFFER_DURING
        for one in turn.world.cases.values()
    ):
        turn.refuse("offer_during_request", customer=customer.id)
    if consenting.is_suppressed(turn.world, customer.id, command.channel):
        turn.refuse("suppressed", customer=customer.id, channel=command.channel)
    offering = turn.company.policy.offering
    since = turn.at - timedelta(days=offering.window)
    made = sum(1 for one in turn.world.offers.values() if one.customer == customer.id and one.at > since)
    if made >= offering.limit:
        turn.refuse("offer_limit", customer=customer.id, limit=offering.limit, days=offering.window)
    withheld = in_control_group(turn.company.seed, customer.id, offering.control)
    offer = Offer(
        id=turn.next_id("offer", turn.world.offers, command.id),
        customer=customer.id,
        subscription=subscription.id,
        terms=terms,
        channel=command.channel,
        reason=command.reason,
        at=turn.at,
        expires_at=add_days(turn.at, offering.days, turn.company.timezone),
        status="withheld" if withheld else "open",
    )
    turn.emit(ev.OfferMade, offer=offer)


def terms_of(turn: Turn, spec: cmd.OfferSpec) -> OfferTerms:
    """What is offered: one thing, and one that exists."""
    terms = OfferTerms(coupon=spec.coupon, pause_days=spec.pause_days, price=spec.price)
    if len(terms.kinds) != 1:
        turn.refuse("one_kind_of_offer")
    if terms.coupon is not None and terms.coupon not in turn.world.coupons:
        turn.refuse("unknown_coupon", id=terms.coupon)
    if terms.price is not None:
        turn.price(terms.price)
    return terms


def _which(turn: Turn, customer: str, named: str | None) -> Subscription:
    if named is not None:
        subscription = living(turn, named)
        if subscription.customer != customer:
            turn.refuse("not_this_customers_subscription", subscription=named, customer=customer)
        return subscription
    own = [one for one in turn.world.subscriptions.values() if one.customer == customer and one.status not in ENDED]
    if len(own) != 1:
        turn.refuse("which_subscription", customer=customer, count=len(own))
    return own[0]


def answer_offer(turn: Turn, command: cmd.AnswerOffer) -> None:
    """Accepting is staying: a cancellation that was set is undone, and what was offered is done at once."""
    offer = turn.world.offers.get(command.offer)
    if offer is None:
        turn.refuse("unknown_offer", id=command.offer)
    if offer.status != "open":
        turn.refuse("offer_not_open", offer=offer.id, status=offer.status)
    turn.emit(ev.OfferAnswered, offer=offer.id, answer="accepted" if command.accepted else "declined")
    if not command.accepted:
        return
    subscription = living(turn, offer.subscription)
    if subscription.cancel_at is not None:
        take_back_end(turn, subscription)
    terms = offer.terms
    if terms.coupon is not None:
        discounting.apply_coupon(turn, cmd.ApplyCoupon(coupon=terms.coupon, subscription=subscription.id))
    elif terms.pause_days is not None:
        until = turn.midnight(turn.today + timedelta(days=terms.pause_days))
        pausing.pause(turn, cmd.MakePause(subscription=subscription.id, kind="service", until=until))
    elif terms.price is not None:
        asked = cmd.ChangePlan(subscription=subscription.id, price=terms.price, when="period_end")
        changing.change_plan(turn, asked)


def expire_offer(turn: Turn, offer_id: str) -> None:
    turn.emit(ev.OfferExpired, offer=offer_id)
