"""Apply, for events of price changes."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.repricing import changes_of
from sandbox.engine.world import World, schedule, unschedule


def _announced(world: World, event: ev.PriceChangeAnnounced) -> None:
    change = event.change
    world.price_changes[change.id] = change
    world.versions[change.price] = (*world.versions.get(change.price, ()), change.id)
    schedule(world, "price_change", change.id, event.takes_effect)


def _changed(world: World, event: ev.PriceChanged) -> None:
    unschedule(world, "price_change", event.change)
    world.price_changes[event.change] = replace(world.price_changes[event.change], in_force=True)
    world.prices[event.price.id] = event.price


def _repriced(world: World, event: ev.SubscriptionRepriced) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, items=event.items)


def note_told(world: World, event: ev.MessageSent) -> None:
    """A message that names a change as it is counts as its notice; the first one does."""
    told = event.fields
    for change in changes_of(world, str(told.get("price"))):
        if (told.get("amount"), told.get("effective_on")) == (change.amount, change.effective.isoformat()):
            world.told.setdefault(f"{change.id}:{event.customer}", event.at)


HANDLERS: Final[Handlers] = {
    ev.PriceChangeAnnounced: _announced,
    ev.PriceChanged: _changed,
    ev.SubscriptionRepriced: _repriced,
}
