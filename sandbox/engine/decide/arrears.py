"""Arrears, decided: what runs up, from when, and what ends a stretch of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from sandbox.engine import arrears
from sandbox.engine import events as ev
from sandbox.engine.arrears import Stretch
from sandbox.engine.calendar import Point
from sandbox.engine.decide import billing
from sandbox.engine.decide.turn import Turn
from sandbox.engine.subscription import Item, Subscription


def is_arrears(turn: Turn, item: Item) -> bool:
    return turn.price(item.price).timing == "arrears"


def standing(turn: Turn, subscription_id: str) -> tuple[Stretch, ...]:
    """What no invoice bills yet."""
    return turn.world.unbilled.get(subscription_id, ())


def ended(turn: Turn, subscription: Subscription, here: Point) -> list[Stretch]:
    """Everything unbilled, with what runs ended at a point."""
    stretches = turn.world.unbilled.get(subscription.id)
    if stretches is None:
        return []
    return arrears.closed(stretches, here=here, whole=billing.containing_length(turn, subscription, subscription.term))


def count(turn: Turn, subscription_id: str, stretches: Iterable[Stretch]) -> None:
    """Write down what is unbilled, where that is something new."""
    found = tuple(stretches)
    if found != standing(turn, subscription_id):
        turn.emit(ev.ArrearsCounted, subscription=subscription_id, stretches=found)


def run(turn: Turn, subscription: Subscription, here: Point, *, kept: Sequence[Stretch] = ()) -> None:
    """From a point on, every price in arrears runs up; `kept` waits beside it."""
    begun = [_begun(turn, item, here) for item in subscription.items if is_arrears(turn, item)]
    if begun or kept or subscription.id in turn.world.unbilled:
        count(turn, subscription.id, [*kept, *begun])


def stop(turn: Turn, subscription: Subscription, here: Point) -> None:
    """What ran up until a point waits for the next invoice; nothing more runs up."""
    count(turn, subscription.id, ended(turn, subscription, here))


def change(
    turn: Turn, subscription: Subscription, *, gone: Collection[Item], new: Collection[Item], here: Point
) -> list[Stretch]:
    """What is unbilled once some items are gone and others there; `subscription` is as it was before."""
    stretches = list(standing(turn, subscription.id))
    if stretches:
        whole = billing.containing_length(turn, subscription, subscription.term)
        stretches = arrears.closed(stretches, here=here, whole=whole, only=[item.component for item in gone])
    return stretches + [_begun(turn, item, here) for item in new if is_arrears(turn, item)]


def carry(turn: Turn, subscription_id: str, carried: Mapping[str, str]) -> None:
    """A change without money: what runs goes on at its price, under the new component's name, until the renewal."""
    names = {old: new for new, old in carried.items()}
    stretches = standing(turn, subscription_id)
    count(
        turn,
        subscription_id,
        (
            msgspec.structs.replace(one, component=names.get(one.component, one.component))
            if one.period is None
            else one
            for one in stretches
        ),
    )


def _begun(turn: Turn, item: Item, here: Point) -> Stretch:
    return arrears.begun(item, turn.price(item.price), here)


def issue_ended(turn: Turn, subscription: Subscription, here: Point) -> str | None:
    """A subscription ends, or stands still: what ran up until a point is billed at once."""
    owed = ended(turn, subscription, min(here, subscription.period.last))
    count(turn, subscription.id, ())
    if not owed:
        return None
    invoice_id = turn.next_id("inv", turn.world.invoices)
    lines = tuple(arrears.lines(owed, turn.world.prices, invoice_id, first=1))
    waiting = billing.waiting_charges(turn, subscription.customer, subscription.id)
    lines += billing.charge_lines(turn, waiting, invoice_id, first=len(lines) + 1)
    return billing.issue(turn, invoice_id, customer=subscription.customer, subscription=subscription.id, lines=lines)
