"""Invariants of price changes: nobody pays a new price untold, and every price that is held exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sandbox.engine import events as ev
from sandbox.engine import repricing
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.world import World


def repricing_rules(before: World, after: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    """A renewal takes a version only where its customer was told of it in time. What renewed is read from before, or
    from the term's own event.
    """
    ends = {}
    for event in events:
        match event:
            case ev.SubscriptionStarted():
                ends[event.subscription.id] = event.subscription.period.end
            case ev.SubscriptionRenewed() | ev.SubscriptionChanged() | ev.SubscriptionBegan():
                ends[event.subscription] = event.period.end
            case ev.SubscriptionRepriced():
                one = after.subscriptions[event.subscription]
                renewal = ends.get(one.id) or before.subscriptions[one.id].period.end
                for key in event.changes:
                    change = after.price_changes[key]
                    if not repricing.is_told_in_time(after, change, one.customer, renewal):
                        yield "no_new_price_untold", {"subscription": one.id, "change": key, "renewal": str(renewal)}
            case _:
                pass


def price_rules(world: World) -> Iterator[Broken]:
    """Every price that somebody holds stands in the catalogue, each version at the amount that was announced."""
    for subscription in world.subscriptions.values():
        for item in subscription.items:
            if item.price not in world.prices:
                yield "held_prices_exist", {"subscription": subscription.id, "price": item.price}
    for change in world.price_changes.values():
        price = world.prices.get(change.becomes)
        if (price is not None) != change.in_force or (price is not None and price.amount != change.amount):
            yield "versions_are_what_was_announced", {"change": change.id}
