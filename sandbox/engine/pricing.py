"""Pricing: what discounts take off the lines of one invoice, and what taxes they carry; exact, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, Literal

import msgspec
from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.calendar import Point
from sandbox.engine.invoicing import InvoiceLine, LineTax
from sandbox.engine.money import allocate, half_up, spread

# Percentages are kept in millionths: 17.5 % is 175,000.
WHOLE: Final = 1_000_000
NOTHING: Final[Mapping[int, Sequence[int]]] = {}


class Tax(Struct, frozen=True):
    """A rate on top of the price, or contained in it."""

    id: str
    rate: int
    inclusive: bool


class Coupon(Struct, frozen=True, omit_defaults=True):
    """A percentage or an amount off, for how long, and for whom. `months` is None where it lasts for ever."""

    id: str
    rate: int = 0
    amount: int = 0
    duration: Literal["once", "forever", "months"] = "once"
    months: int = 0
    plans: tuple[str, ...] = ()
    first_purchase: bool = False
    redemptions: int | None = None
    expires: date | None = None


class Application(Struct, frozen=True, gc=False):
    """A coupon attached to a subscription, an item of one, or a customer; `spent` counts the invoices it touched."""

    id: str
    coupon: str
    customer: str
    target: Literal["subscription", "item", "customer"]
    about: str
    on: date
    spent: int = 0


def in_force(application: Application, coupon: Coupon, today: date) -> bool:
    """Whether it takes something off an invoice issued today."""
    match coupon.duration:
        case "forever":
            return True
        case "once":
            return application.spent == 0
        case "months":
            return application.on <= today < calendar.add_months(application.on, coupon.months, application.on.day)


def discount(
    lines: Sequence[InvoiceLine],
    applications: Sequence[tuple[Application, Coupon]],
    reaches: Mapping[str, frozenset[str]],
) -> tuple[InvoiceLine, ...]:
    """The lines with every discount taken off, in the order given.

    `reaches` names by application the components it speaks of. Percentages work on what earlier ones left; an amount is
    multiplied by the factor of its lines; nothing goes below zero.
    """
    nets = {place: line.net for place, line in enumerate(lines) if line.is_charge and line.net > 0}
    used: dict[int, list[str]] = {place: [] for place in nets}
    taken = dict.fromkeys(nets, 0)
    for application, coupon in applications:
        places = [place for place in nets if lines[place].component in reaches[application.id] and nets[place] > 0]
        if not places:
            continue
        whole = sum(nets[place] for place in places)
        if coupon.rate:
            off = half_up(Fraction(whole * coupon.rate, WHOLE))
        else:
            off = half_up(coupon.amount * _covered([lines[place] for place in places]))
        for place, part in zip(places, allocate(min(off, whole), [nets[place] for place in places]), strict=True):
            nets[place] -= part
            taken[place] += part
            used[place].append(application.id)
    return tuple(
        msgspec.structs.replace(line, discount=taken[place], coupons=tuple(used[place])) if taken.get(place) else line
        for place, line in enumerate(lines)
    )


def _covered(lines: Sequence[InvoiceLine]) -> Fraction:
    """The part of a whole period that lines bill: the largest of those side by side, the sum of those one after another."""
    found = Fraction(0)
    end: Point | None = None
    for line in sorted(lines, key=lambda one: (one.period.first, -one.period.length)):
        if end is None or line.period.first >= end:
            found += Fraction(line.factor)
            end = line.period.last
    return min(found, Fraction(1))


def tax(
    lines: Sequence[InvoiceLine],
    taxes_of: Sequence[Sequence[Tax]],
    *,
    rounding: Literal["invoice", "line"],
    fixed: Mapping[int, Sequence[int]] = NOTHING,
) -> tuple[InvoiceLine, ...]:
    """The lines with their taxes: each rate rounded once an invoice and spread over its lines, or line by line.

    `fixed` says by place, tax by tax, what stands already: a credit gives back what the line it credits was charged. The
    other lines share what is left of the rate's one rounding.
    """
    if not any(taxes_of):
        return tuple(lines)
    parts: list[list[LineTax]] = [[] for _ in lines]
    exact = {
        (place, one): _exact(line.net, one, taxes)
        for place, (line, taxes) in enumerate(zip(lines, taxes_of, strict=True))
        for one in taxes
    }
    known = {
        (place, one): amount
        for place, amounts in fixed.items()
        for one, amount in zip(taxes_of[place], amounts, strict=True)
    }
    for rate in dict.fromkeys(one for taxes in taxes_of for one in taxes):
        # What costs nothing carries no tax, not even the cent that another line's rounding leaves.
        carrying = [place for place, taxes in enumerate(taxes_of) if rate in taxes]
        amounts = {place: known.get((place, rate), 0) for place in carrying}
        free = [place for place in carrying if (place, rate) not in known and lines[place].net]
        if rounding == "line":
            amounts |= {place: half_up(exact[place, rate]) for place in free}
        elif free:
            whole = half_up(sum((part for (_, one), part in exact.items() if one == rate), Fraction(0)))
            shares = spread(whole - sum(amounts.values()), [exact[place, rate] for place in free])
            amounts |= dict(zip(free, shares, strict=True))
        for place, amount in amounts.items():
            parts[place].append(LineTax(rate.id, amount, rate.inclusive))
    return tuple(
        msgspec.structs.replace(line, taxes=tuple(part), tax=sum(one.amount for one in part)) if part else line
        for line, part in zip(lines, parts, strict=True)
    )


def tax_to_give_back(credit: int, taxes: Sequence[Tax], *, net_left: int, tax_left: int) -> int:
    """The tax that goes back with `credit` of a line's net: its share, at most what is left; all that is left with the last
    of it.
    """
    if credit >= net_left:
        return tax_left
    return min(half_up(sum((_exact(credit, one, taxes) for one in taxes), Fraction(0))), tax_left)


def split(amount: int, net: int, taxes: Sequence[Tax]) -> list[int]:
    """The tax of a line, tax by tax."""
    return spread(amount, [_exact(net, one, taxes) for one in taxes])


def _exact(net: int, rate: Tax, taxes: Sequence[Tax]) -> Fraction:
    """A contained tax is a share of the price; one on top is a share of the price without what it contains."""
    contained = sum(one.rate for one in taxes if one.inclusive)
    return Fraction(net * rate.rate, WHOLE + contained)
