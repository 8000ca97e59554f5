"""Report, of price changes: who was told in time, and what each change does to what the company earns a month."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sandbox.engine import calendar, repricing
from sandbox.engine.catalogue import PriceChange, version_of
from sandbox.engine.metrics.recurring import MONTHS_IN
from sandbox.engine.money import half_up
from sandbox.engine.report.moments import moment
from sandbox.engine.subscription import Item, Subscription
from sandbox.engine.world import World


def price_change(world: World, change: PriceChange, zone: str) -> dict[str, Any]:
    """One change; `mrr` is what it adds a month at list prices, by who has taken it, will, and will not yet."""
    holders = repricing.holders(world, change)
    rows = [_row(world, change, one, items, zone) for one, items in holders]
    effect = {"taken": Fraction(0), "new": Fraction(0), "old": Fraction(0)}
    for row, (one, items) in zip(rows, holders, strict=True):
        if row["takes"] != "leaves":
            effect[row["takes"]] += sum((_more_a_month(world, change, one, item) for item in items), Fraction(0))
    return {
        "id": change.id,
        "price": change.price,
        "version": change.becomes,
        "was": change.was,
        "amount": change.amount,
        "effective": change.effective.isoformat(),
        "notice_days": change.notice_days,
        "in_force": change.in_force,
        "coverage": {
            "holders": len(rows),
            "told": sum(1 for row in rows if row["told"] is not None),
            "in_time": sum(1 for row in rows if row["takes"] in ("new", "taken")),
        },
        "mrr": {name: half_up(more) for name, more in effect.items()},
        "subscribers": rows,
    }


def _row(world: World, change: PriceChange, one: Subscription, items: tuple[Item, ...], zone: str) -> dict[str, Any]:
    """Which price the next renewal that asks takes; `leaves` where the subscription ends before it."""
    renewal = repricing.next_asked(world, change, one)
    has_taken = all(version_of(item.price) >= change.version for item in items)
    if has_taken:
        takes = "taken"
    elif one.cancel_at is not None and calendar.day_of(one.cancel_at, zone) <= renewal:
        takes = "leaves"
    else:
        takes = "new" if repricing.is_told_in_time(world, change, one.customer, renewal) else "old"
    return {
        "subscription": one.id,
        "customer": one.customer,
        "renews": renewal.isoformat(),
        "tell_by": repricing.tell_by(change, renewal).isoformat(),
        "told": moment(repricing.told_at(world, change, one.customer), zone),
        "takes": takes,
    }


def _more_a_month(world: World, change: PriceChange, one: Subscription, item: Item) -> Fraction:
    """What one item brings more; for who has taken it, against the version before it."""
    before = change.was if version_of(item.price) >= change.version else world.prices[item.price].amount
    return Fraction((change.amount - before) * item.quantity) / (MONTHS_IN[one.interval.unit] * one.interval.count)
