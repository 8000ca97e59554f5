"""Discounting: coupons, whom they are given to, and which of them take something off an invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

import msgspec
from msgspec import Struct

from sandbox.engine import calendar, pricing
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import InvoiceLine
from sandbox.engine.money import percent_rate
from sandbox.engine.pricing import Application, Coupon, Tax
from sandbox.engine.subscription import ENDED, Item

# Discounts of a period that lines go on with, by component.
Granted = Mapping[str, frozenset[str]]
NOTHING_GRANTED: Final[Granted] = {}


class TakenBack(Struct, frozen=True):
    """What was given back today of a line: before taxes on top, and tax by tax."""

    line: InvoiceLine
    net: int
    taxes: Mapping[str, int]


# What is charged again as it was given back, by component.
Again = Mapping[str, TakenBack]
NOTHING_AGAIN: Final[Again] = {}


def rate_of(turn: Turn, percent: str) -> int:
    """`17.5` in millionths; refused where it is no percentage above zero and up to a hundred."""
    rate = percent_rate(percent)
    if not rate:
        turn.refuse("bad_value", field="percent", id=percent)
    return rate


def add_tax(turn: Turn, command: cmd.AddTax) -> None:
    turn.check_new_id(command.id, turn.world.taxes)
    turn.emit(ev.TaxAdded, tax=Tax(command.id, rate_of(turn, command.percent), command.inclusive))


def add_coupon(turn: Turn, command: cmd.AddCoupon) -> None:
    turn.check_new_id(command.id, turn.world.coupons)
    if (command.percent is None) == (command.amount is None):
        turn.refuse("coupon_percent_or_amount", id=command.id)
    if command.amount is not None and command.amount <= 0:
        turn.refuse("amount_not_positive")
    for plan in command.plans:
        if plan not in turn.world.plans:
            turn.refuse("bad_value", field="plans", id=plan)
    lasts = command.duration
    coupon = Coupon(
        id=command.id,
        rate=0 if command.percent is None else rate_of(turn, command.percent),
        amount=command.amount or 0,
        duration="months" if isinstance(lasts, cmd.Duration) else lasts,
        months=lasts.months if isinstance(lasts, cmd.Duration) else 0,
        plans=command.plans,
        first_purchase=command.first_purchase,
        redemptions=command.redemptions,
        expires=None if command.expires is None else calendar.day_of(command.expires, turn.company.timezone),
    )
    turn.emit(ev.CouponAdded, coupon=coupon)


def apply_coupon(turn: Turn, command: cmd.ApplyCoupon) -> None:
    named = [one for one in (command.subscription, command.item, command.customer) if one is not None]
    if len(named) != 1:
        turn.refuse("coupon_for_one", coupon=command.coupon)
    if command.subscription is not None:
        owner = turn.subscription(command.subscription)
        if owner.status in ENDED:
            turn.refuse("subscription_ended", subscription=owner.id)
        attach(turn, command.coupon, customer=owner.customer, target="subscription", about=owner.id)
    elif command.item is not None:
        subscription = turn.subscription(command.item.rpartition("/")[0])
        if command.item not in {item.component for item in subscription.items}:
            turn.refuse("bad_value", field="item", id=command.item)
        attach(turn, command.coupon, customer=subscription.customer, target="item", about=command.item)
    elif command.customer is not None:
        customer = turn.customer(command.customer)
        attach(turn, command.coupon, customer=customer.id, target="customer", about=customer.id)


def attach(
    turn: Turn,
    coupon_id: str,
    *,
    customer: str,
    target: Literal["subscription", "item", "customer"],
    about: str,
    on: date | None = None,
) -> None:
    """Give a coupon to somebody, if its limits allow it; its months count from today, or from a start to come."""
    coupon = turn.world.coupons.get(coupon_id)
    if coupon is None:
        turn.refuse("unknown_coupon", id=coupon_id)
    owner = turn.customer(customer)
    given = [turn.world.applications[one] for one in owner.applications]
    if coupon.expires is not None and turn.today > coupon.expires:
        turn.refuse("coupon_expired", coupon=coupon_id, on=coupon.expires.isoformat())
    if coupon.redemptions is not None and turn.world.counters.get(f"redeemed:{coupon_id}", 0) >= coupon.redemptions:
        turn.refuse("coupon_exhausted", coupon=coupon_id, count=coupon.redemptions)
    if any((one.coupon, one.target, one.about) == (coupon_id, target, about) for one in given):
        turn.refuse("coupon_already_applied", coupon=coupon_id)
    if coupon.first_purchase and owner.bought:
        turn.refuse("coupon_first_purchase_only", coupon=coupon_id, customer=customer)
    number = turn.world.counters.get("application", 0) + 1
    application = Application(f"discount-{number}", coupon_id, customer, target, about, on or turn.today)
    turn.emit(ev.CouponApplied, application=application)


def inherited(
    turn: Turn, coupons: Mapping[str, frozenset[str]], *, gone: Sequence[Item], new: Sequence[Item]
) -> dict[str, frozenset[str]]:
    """By new component: the discounts (`coupons`, by the component that had them) of the item it replaces.

    What replaces what is told by the price, else by the plan, else by the order.
    """
    left, heirs = list(gone), list(new)
    found: dict[str, frozenset[str]] = {}
    for told_by in (lambda one: one.price, lambda one: turn.price(one.price).plan, lambda _one: ""):
        for item in list(heirs):
            old = next((other for other in left if told_by(other) == told_by(item)), None)
            if old is not None:
                left.remove(old)
                heirs.remove(item)
                found[item.component] = coupons.get(old.component, frozenset())
    return found


def discounted(
    turn: Turn,
    lines: Sequence[InvoiceLine],
    *,
    customer: str,
    subscription: str | None,
    granted: Granted,
    again: Again = NOTHING_AGAIN,
) -> tuple[InvoiceLine, ...]:
    """The lines with what is in force taken off; `granted` are, by component, the discounts of the period that its
    line goes on with, `again` what was given back of one that is taken back the same day.
    """
    given = turn.customer(customer).applications
    if not (given or granted or again):
        return tuple(lines)
    follow = frozenset[str]().union(*granted.values())
    found = [
        (one, turn.world.coupons[one.coupon])
        for one in map(turn.world.applications.__getitem__, given)
        if one.id in follow or pricing.in_force(one, turn.world.coupons[one.coupon], turn.today)
    ]
    if found:
        lines = _taken_off(turn, lines, found, subscription, granted)
    if not granted and not again:
        return tuple(lines)
    return tuple(_going_on(line, granted, again) for line in lines)


def _taken_off(
    turn: Turn,
    lines: Sequence[InvoiceLine],
    found: list[tuple[Application, Coupon]],
    subscription: str | None,
    granted: Granted,
) -> tuple[InvoiceLine, ...]:
    if turn.company.policy.coupon_order == "percent_first":
        found.sort(key=lambda pair: pair[1].rate == 0)
    reaches = {one.id: _reach(turn, one, coupon, lines, subscription, granted) for one, coupon in found}
    return pricing.discount(lines, found, reaches)


def _going_on(line: InvoiceLine, granted: Granted, again: Again) -> InvoiceLine:
    """A line remembers a discount it goes on with even where it is too small to take anything off."""
    if not line.is_charge:
        return line
    unspoken = granted.get(line.component, frozenset()).difference(line.coupons)
    if unspoken:
        line = msgspec.structs.replace(line, coupons=(*line.coupons, *sorted(unspoken)))
    back = again.get(line.component)
    return line if back is None else _at_net(msgspec.structs.replace(line, again=back.line.id), back)


def _at_net(line: InvoiceLine, back: TakenBack) -> InvoiceLine:
    """A line under the same discounts at the net its time was credited with: there and back leaves nothing over."""
    if (line.discount or back.line.discount) and set(line.coupons) != set(back.line.coupons):
        return line
    off = line.amount - back.net
    if line.discount and off >= 0:
        return msgspec.structs.replace(line, discount=off)
    return msgspec.structs.replace(line, amount=back.net, discount=0)


def _reach(
    turn: Turn,
    application: Application,
    coupon: Coupon,
    lines: Sequence[InvoiceLine],
    subscription: str | None,
    granted: Granted,
) -> frozenset[str]:
    """The components that one application speaks of: by its terms while it is in force, and what goes on with it."""
    if application.target == "subscription" and application.about != subscription:
        return frozenset()
    is_in_force = pricing.in_force(application, coupon, turn.today)
    return frozenset(
        line.component
        for line in lines
        if line.is_charge
        and (
            application.id in granted.get(line.component, ())
            or (
                is_in_force
                and (application.target != "item" or line.component == application.about)
                and (not coupon.plans or turn.price(line.price).plan in coupon.plans)
            )
        )
    )


def line_given_back(turn: Turn, line: InvoiceLine) -> InvoiceLine | None:
    """The line whose unused time a credit gives back; None for any other."""
    if not line.of:
        return None
    invoice_id, _, number = line.of.rpartition("/")
    return turn.invoice(invoice_id).document.lines[int(number) - 1]


def taxes_of(turn: Turn, line: InvoiceLine) -> list[Tax]:
    """The taxes of a line: those of the line it gives back, of its price, else of the company."""
    charged = line_given_back(turn, line)
    if charged is not None:
        return [turn.world.taxes[one.tax] for one in charged.taxes]
    if line.kind == "late_fee":
        # A fine and interest are no price of a service.
        return []
    named = turn.price(line.price).tax if line.price else ()
    return [turn.world.taxes[one] for one in named or turn.company.policy.tax]


def check_taxes(turn: Turn, names: Sequence[str]) -> None:
    """Taxes that exist, and all of one kind: on top, or contained."""
    for name in names:
        if name not in turn.world.taxes:
            turn.refuse("unknown_tax", id=name)
    if len({turn.world.taxes[name].inclusive for name in names}) > 1:
        turn.refuse("mixed_taxes")
