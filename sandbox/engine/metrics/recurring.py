"""Recurring: what one subscription brings a month on one day; taxes, one-offs, trials and what is free do not count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from sandbox.engine import calendar, pricing
from sandbox.engine.catalogue import Policy
from sandbox.engine.invoicing import Invoice, InvoiceLine, bill_item
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
    """MRR now, in minor units: the sum of what each subscription brings, each rounded once."""
    company = world.require_company()
    today = calendar.day_of(world.now, company.timezone)
    ended = {one.id for one in world.subscriptions.values() if _may_have_paid_ahead(one, today)}
    last: dict[str, Invoice] = {}
    for invoice in world.invoices.values() if ended else ():
        if invoice.document.subscription in ended:
            last[invoice.document.subscription or ""] = invoice
    return sum(brings(world, one, today, company.policy, last.get(one.id)) for one in world.subscriptions.values())


def brings(world: World, subscription: Subscription, today: date, policy: Policy, last: Invoice | None) -> int:
    """A subscription's MRR on a day. `last` is its newest invoice: ended at once, it counts until what was paid ends."""
    return a_month(world, subscription, today, policy) if counts(subscription, today, policy, last) else 0


def counts(subscription: Subscription, today: date, policy: Policy, last: Invoice | None) -> bool:
    """Whether a subscription brings anything on a day."""
    counted = ("active", "past_due") if policy.mrr_past_due == "counts" else ("active",)
    return subscription.status in counted or has_paid_ahead(subscription, today, last)


def a_month(world: World, subscription: Subscription, today: date, policy: Policy) -> int:
    """What a subscription that counts brings a month, in minor units, rounded once."""
    return half_up(_a_month(world, subscription, today, policy))


def has_paid_ahead(subscription: Subscription, today: date, last: Invoice | None) -> bool:
    """Whether it ended by choice within a period that is paid, with nothing of it given back."""
    if last is None or not _may_have_paid_ahead(subscription, today):
        return False
    return last.status == "paid" and last.document.total > 0 and not last.noted


def _may_have_paid_ahead(subscription: Subscription, today: date) -> bool:
    by_choice = subscription.end_kind == "voluntary" and subscription.ended_at is not None
    return by_choice and today < subscription.period.end and subscription.term > 0 and not subscription.unpaid


def _a_month(world: World, subscription: Subscription, today: date, policy: Policy) -> Fraction:
    """A subscription's recurring amount, normalised: without taxes, and by policy without lasting discounts."""
    interval = subscription.interval
    lines = [
        bill_item(item, world.prices[item.price], subscription.period, subscription.period.length, str(place))
        for place, item in enumerate(subscription.items)
    ]
    if policy.mrr_discounts == "subtracted":
        found = [pair for pair in lasting_discounts(world, subscription) if pricing.in_force(*pair, today)]
        reaches = {one.id: _reach(world, subscription, one, coupon) for one, coupon in found}
        lines = list(pricing.discount(lines, sorted(found, key=lambda pair: pair[1].rate == 0), reaches))
    net = sum((_without_tax(world, line) for line in lines), start=Fraction(0))
    return net / (MONTHS_IN[interval.unit] * interval.count)


def _without_tax(world: World, line: InvoiceLine) -> Fraction:
    names = world.prices[line.price].tax or world.require_company().policy.tax
    contained = sum(world.taxes[name].rate for name in names if world.taxes[name].inclusive)
    return Fraction(line.net * pricing.WHOLE, pricing.WHOLE + contained)


def lasting_discounts(world: World, subscription: Subscription) -> Iterator[tuple[Application, Coupon]]:
    """What was given to a subscription for longer than one invoice, whether it is still in force or not."""
    owners = {"customer": subscription.customer, "subscription": subscription.id}
    for one in (world.applications[key] for key in world.customers[subscription.customer].applications):
        coupon = world.coupons[one.coupon]
        is_ours = (
            one.about.startswith(f"{subscription.id}/") if one.target == "item" else owners[one.target] == one.about
        )
        if is_ours and coupon.duration != "once":
            yield one, coupon


def _reach(world: World, subscription: Subscription, application: Application, coupon: Coupon) -> frozenset[str]:
    """The components that one application speaks of."""
    return frozenset(
        item.component
        for item in subscription.items
        if application.target != "item" or item.component == application.about
        if not coupon.plans or world.prices[item.price].plan in coupon.plans
    )
