"""Arrears: time that was used and that no invoice bills yet, and the lines it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec
from msgspec import Struct

from sandbox.engine.calendar import Point
from sandbox.engine.catalogue import Price
from sandbox.engine.invoicing import InvoiceLine, bill_item
from sandbox.engine.subscription import Item, Period


class Stretch(Struct, frozen=True, omit_defaults=True):
    """A price (`amount` of one unit, as it was when this began) and quantity, from a point of billed time on.

    `period` once it is over, and `whole`: the real length of the period it lies in.
    """

    component: str
    price: str
    quantity: int
    amount: int
    start: date
    since: datetime | None = None
    period: Period | None = None
    whole: int = 0

    @property
    def first(self) -> Point:
        return Point(self.start, self.since)


def begun(item: Item, price: Price, here: Point) -> Stretch:
    """What runs up of an item from a point on."""
    return Stretch(item.component, item.price, item.quantity, price.amount, here.day, here.at)


def closed(
    stretches: Iterable[Stretch], *, here: Point, whole: int, only: Iterable[str] | None = None
) -> list[Stretch]:
    """The stretches with those still running (or only those of some components) ended; what covers no time is dropped."""
    names = None if only is None else set(only)
    found = []
    for one in stretches:
        if one.period is not None or (names is not None and one.component not in names):
            found.append(one)
        elif one.first < here:
            found.append(msgspec.structs.replace(one, period=Period.between(one.first, here), whole=whole))
    return found


def lines(
    stretches: Sequence[Stretch], prices: Mapping[str, Price], invoice: str, *, first: int
) -> Iterator[InvoiceLine]:
    """A line for each that is over, in the order of their beginning."""
    for place, one in enumerate(_merged(stretches), start=first):
        if one.period is not None:
            item = Item(one.component, one.price, one.quantity)
            price = msgspec.structs.replace(prices[one.price], amount=one.amount)
            yield bill_item(item, price, one.period, one.whole, f"{invoice}/{place}")


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Two that meet at the same price and quantity are one: there and back leaves no residue."""
    merged: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.first):
        for place, before in enumerate(merged):
            if before.period is not None and one.period is not None and _meet(before, one):
                whole = Period.between(before.first, one.period.last)
                merged[place] = msgspec.structs.replace(one, start=before.start, since=before.since, period=whole)
                break
        else:
            merged.append(one)
    return merged


def _meet(before: Stretch, one: Stretch) -> bool:
    same = (one.price, one.quantity, one.amount, one.whole)
    is_same = (before.price, before.quantity, before.amount, before.whole) == same
    return is_same and before.period is not None and before.period.last == one.first
