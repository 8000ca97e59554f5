"""Repricing: a price change is announced, comes into force, and is taken by the renewals whose notice was in time."""

from __future__ import annotations

from datetime import date

import msgspec

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.catalogue import PriceChange, family_of
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.repricing import changes_of, holders, taken_at, told_at
from sandbox.engine.subscription import Item, Subscription


def announce(turn: Turn, command: cmd.AnnouncePriceChange) -> None:
    """Announce another amount; with automation on everybody who holds the price is told at once."""
    price = family_of(turn.price(command.price).id)
    earlier = next(iter(changes_of(turn.world, price)), None)
    was = turn.price(price).amount if earlier is None else earlier.amount
    day = calendar.day_of(command.effective, turn.company.timezone)
    if command.amount < 0:
        turn.refuse("bad_value", field="amount", id=command.amount)
    if command.notice_days < 0:
        turn.refuse("bad_value", field="notice_days", id=command.notice_days)
    if command.amount == was:
        turn.refuse("price_stays", price=price, amount=was)
    if turn.midnight(day) <= turn.at:
        turn.refuse("price_change_too_soon", effective=day.isoformat())
    if earlier is not None and day <= earlier.effective:
        turn.refuse("price_change_out_of_order", price=price, effective=earlier.effective.isoformat())
    change = PriceChange(
        id=turn.next_id("change", turn.world.price_changes, command.id),
        price=price,
        version=2 if earlier is None else earlier.version + 1,
        was=was,
        amount=command.amount,
        effective=day,
        notice_days=command.notice_days,
        announced_at=turn.at,
    )
    turn.emit(ev.PriceChangeAnnounced, change=change, takes_effect=turn.midnight(day))
    if turn.company.policy.automation == "on":
        for subscription, items in holders(turn.world, change):
            notify(turn, change, subscription.customer, items[0])


def come_into_force(turn: Turn, change_id: str) -> None:
    """The announced day: the catalogue has another version."""
    change = turn.world.price_changes[change_id]
    price = msgspec.structs.replace(turn.price(change.price), id=change.becomes, amount=change.amount)
    turn.emit(ev.PriceChanged, change=change_id, price=price)


def at_renewal(turn: Turn, subscription: Subscription, *, on: date | None = None) -> Subscription:
    """The subscription with the versions its next term (from its period's end, or from a day) is billed at; who was not told in time keeps the old one, and
    the next term asks again.
    """
    if not turn.world.versions:
        return subscription
    day = on or subscription.period.end
    taken = {item.component: taken_at(turn.world, subscription, item, day) for item in subscription.items}
    changes = tuple(dict.fromkeys(change.id for change in taken.values() if change is not None))
    if not changes:
        return subscription
    items = tuple(
        item if (change := taken[item.component]) is None else msgspec.structs.replace(item, price=change.becomes)
        for item in subscription.items
    )
    turn.emit(ev.SubscriptionRepriced, subscription=subscription.id, items=items, changes=changes)
    return turn.subscription(subscription.id)


def tell_newcomer(turn: Turn, subscription_id: str) -> None:
    """Who takes a price while a change of it is announced is told with the automation on, like those who held it."""
    if not turn.world.versions or turn.company.policy.automation == "off":
        return
    subscription = turn.subscription(subscription_id)
    for item in subscription.items:
        for change in reversed(changes_of(turn.world, item.price)):
            if not change.in_force:
                notify(turn, change, subscription.customer, item)


def notify(turn: Turn, change: PriceChange, customer: str, item: Item, *, channel: str = "email") -> None:
    """Tell one holder, with the facts as announced; nobody is told twice."""
    if told_at(turn.world, change, customer) is not None:
        return
    tell(
        turn,
        customer=customer,
        template="price_change",
        channel=channel,
        fields={
            "price": change.price,
            "old_amount": turn.price(item.price).amount,
            "amount": change.amount,
            "effective_on": change.effective.isoformat(),
        },
        invoice=None,
    )
