"""Metrics: what the company earns a month, from its records alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from sandbox.engine import calendar, pricing
from sandbox.engine.invoicing import InvoiceLine, bill_item
from sandbox.engine.money import half_up
from sandbox.engine.pricing import Application, Coupon
from sandbox.engine.subscription import Subscription
from sandbox.engine.world import World

MONTHS_IN: Final[dict[str, Fraction]] = {
    "day": Fraction(12, 365),
    "week": Fraction(12, 52),
    "month": Fraction(1),
    "year": Fraction(12),
}


def monthly_recurring(world: World) -> int:
    """MRR in minor units: recurring amounts normalised to a month; what is free, suspended or ended does
    not count.
    """
    counted = {"active", "past_due"} if world.require_company().policy.mrr_past_due == "counts" else {"active"}
    ones = [one for one in world.subscriptions.values() if one.status in counted]
    return half_up(sum((_a_month(world, one) for one in ones), start=Fraction(0)))


def _a_month(world: World, subscription: Subscription) -> Fraction:
    """A subscription's recurring amount, normalised: without taxes, and by policy without lasting discounts."""
    interval = subscription.interval
    lines = [
        bill_item(item, world.prices[item.price], subscription.period, subscription.period.length, str(place))
        for place, item in enumerate(subscription.items)
    ]
    policy = world.require_company().policy
    if policy.mrr_discounts == "subtracted":
        found, reaches = lasting_discounts(world, subscription)
        lines = list(pricing.discount(lines, found, reaches))
    net = sum((_without_tax(world, line) for line in lines), start=Fraction(0))
    return net / (MONTHS_IN[interval.unit] * interval.count)


def _without_tax(world: World, line: InvoiceLine) -> Fraction:
    names = world.prices[line.price].tax or world.require_company().policy.tax
    contained = sum(world.taxes[name].rate for name in names if world.taxes[name].inclusive)
    return Fraction(line.net * pricing.WHOLE, pricing.WHOLE + contained)


def lasting_discounts(
    world: World, subscription: Subscription
) -> tuple[list[tuple[Application, Coupon]], dict[str, frozenset[str]]]:
    """Coupons in force today for longer than one invoice, and the components each speaks of."""
    today = calendar.day_of(world.now, world.require_company().timezone)
    found = []
    reaches = {}
    for one in (world.applications[key] for key in world.customers[subscription.customer].applications):
        coupon = world.coupons[one.coupon]
        owners = {"customer": subscription.customer, "subscription": subscription.id}
        is_ours = (
            one.about.startswith(f"{subscription.id}/") if one.target == "item" else owners[one.target] == one.about
        )
        if is_ours and coupon.duration != "once" and pricing.in_force(one, coupon, today):
            found.append((one, coupon))
            reaches[one.id] = frozenset(
                item.component
                for item in subscription.items
                if one.target != "item" or item.component == one.about
                if not coupon.plans or world.prices[item.price].plan in coupon.plans
            )
    return sorted(found, key=lambda pair: pair[1].rate == 0), reaches
