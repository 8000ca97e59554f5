"""Repricing: which version of a price somebody takes, holds or is about to take, and who was told of a change in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sandbox.engine import calendar
from sandbox.engine.catalogue import PriceChange, family_of, version_of
from sandbox.engine.subscription import ENDED, Item, Subscription, Wanted, falls_short
from sandbox.engine.world import World


def changes_of(world: World, price: str) -> list[PriceChange]:
    """Every change announced for a price, newest first."""
    return [world.price_changes[key] for key in reversed(world.versions.get(family_of(price), ()))]


def current(world: World, price: str) -> str:
    """The version that somebody new takes; a version named in full stays what it is."""
    if price not in world.versions:
        return price
    return next((change.becomes for change in changes_of(world, price) if change.in_force), price)


def as_held(world: World, items: tuple[Item, ...], wanted: Wanted) -> str:
    """The version a subscription takes of a price it names: its own, where it holds one, until a renewal moves it."""
    if not world.versions or any(item.price == wanted.price for item in items):
        return wanted.price
    held = next((item.price for item in items if family_of(item.price) == wanted.price), None)
    return held or current(world, wanted.price)


def told_at(world: World, change: PriceChange, customer: str) -> datetime | None:
    """When a customer was first told of a change, with its facts as they are."""
    return world.told.get(f"{change.id}:{customer}")


def tell_by(change: PriceChange, renewal: date) -> date:
    """The last day on which a notice for that renewal is in time."""
    return renewal - timedelta(days=change.notice_days)


def is_told_in_time(world: World, change: PriceChange, customer: str, renewal: date) -> bool:
    told = told_at(world, change, customer)
    zone = world.require_company().timezone
    return told is not None and calendar.day_of(told, zone) <= tell_by(change, renewal)


def holders(world: World, change: PriceChange) -> list[tuple[Subscription, tuple[Item, ...]]]:
    """The living subscriptions that hold the price and whom its change concerns, with the items that do.

    Who took the new version as it stood had nothing to be told of.
    """
    found = []
    for one in world.subscriptions.values():
        items = tuple(item for item in one.items if family_of(item.price) == change.price)
        if items and one.status not in ENDED and not _came_at_the_new(world, change, one, items):
            found.append((one, items))
    return found


def _came_at_the_new(world: World, change: PriceChange, one: Subscription, items: tuple[Item, ...]) -> bool:
    """Whether the new version is what they took: a renewal takes it only from who was told."""
    if any(version_of(item.price) < change.version for item in items):
        return False
    began = calendar.day_of(one.started_at, world.require_company().timezone)
    return began >= change.effective or told_at(world, change, one.customer) is None


def next_asked(world: World, change: PriceChange, subscription: Subscription) -> date:
    """The first renewal at which a change is asked: on its day or after it."""
    one, zone = subscription, world.require_company().timezone
    renewal, term = one.period.end, one.term
    if falls_short(one, zone):
        # The rest of a cut term asks nothing.
        renewal = calendar.boundary(one.anchor, one.interval, term)
    while renewal < change.effective:
        term += 1
        renewal = calendar.boundary(one.anchor, one.interval, term)
    return renewal


def taken_at(world: World, subscription: Subscription, item: Item, renewal: date) -> PriceChange | None:
    """The newest change that a renewal on that day takes: it is in force by then, and was told of in time."""
    if not world.versions:
        return None
    for change in changes_of(world, item.price):
        if change.version <= version_of(item.price):
            return None
        if change.effective <= renewal and is_told_in_time(world, change, subscription.customer, renewal):
            return change
    return None


def taken_next(world: World, subscription: Subscription, item: Item) -> PriceChange | None:
    """The change that the next renewal takes; the rest of a term that was cut takes none."""
    if not world.versions or falls_short(subscription, world.require_company().timezone):
        return None
    return taken_at(world, subscription, item, subscription.period.end)
