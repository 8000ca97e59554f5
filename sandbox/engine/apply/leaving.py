"""Apply, for events of leaving."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World, schedule, unschedule


def _made(world: World, event: ev.OfferMade) -> None:
    world.offers[event.offer.id] = event.offer
    if event.offer.status == "open":
        schedule(world, "offer_expiry", event.offer.id, event.offer.expires_at)


def _answered(world: World, event: ev.OfferAnswered) -> None:
    offer = world.offers[event.offer]
    world.offers[offer.id] = replace(offer, status=event.answer, answered_at=event.at)
    unschedule(world, "offer_expiry", offer.id)


def _expired(world: World, event: ev.OfferExpired) -> None:
    offer = world.offers[event.offer]
    world.offers[offer.id] = replace(offer, status="expired")
    unschedule(world, "offer_expiry", offer.id)


def _withdrawn(world: World, event: ev.SubscriptionWithdrawn) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, end_kind="withdrawn")
    for charge in event.charges:
        del world.charges[charge]


HANDLERS: Final[Handlers] = {
    ev.OfferMade: _made,
    ev.OfferAnswered: _answered,
    ev.OfferExpired: _expired,
    ev.SubscriptionWithdrawn: _withdrawn,
}
