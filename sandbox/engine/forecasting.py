"""Forecasting: which terms begin when and at what amount, as things stand; nothing of what a bank will say is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec
from msgspec import Struct

from sandbox.engine import calendar, pricing, repricing
from sandbox.engine.decide import billing, discounting, reminding
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Charge
from sandbox.engine.reminders import over_on
from sandbox.engine.subscription import ENDED, Period, Status, Subscription, next_term
from sandbox.engine.world import RANKS, UNTOLD, Due, World

Reason = Literal["trial", "queued", "price", "discount_ends", "charges"]
"""Why the amount is not that of the term before."""


# What takes a subscription away, or its access, before the renewal of the same instant.
TAKING: Final = ("cancellation", "suspend", "dunning_cancel", "incomplete_expiry")


class Renewal(Struct, frozen=True):
    """A term that is to begin on a day, and what its invoice will come to with taxes and coupons of that day.

    `before` is what the same things come to today; `is_next` where no other term of the subscription lies before it.
    `card_ends` is the first day on which the card that would be charged is no longer good, where that comes first.
    """

    subscription: str
    customer: str
    on: date
    amount: int
    before: int
    reasons: tuple[Reason, ...]
    is_next: bool
    is_trial: bool
    is_annual: bool
    card_ends: date | None = None


def renewals(world: World, first: date, end: date) -> list[Renewal]:
    """Every term that begins from `first` and before `end`, by day and then by order of creation."""
    later = _with_once_spent(world)
    found = [
        one for subscription in world.subscriptions.values() for one in _of(world, later, subscription, first, end)
    ]
    return sorted(found, key=lambda one: one.on)


def next_renewal(world: World, subscription: Subscription) -> Renewal | None:
    """The next term of one subscription, or None where none is to come."""
    end = (resumed(world, subscription) or subscription).period.end
    return next(_of(world, world, subscription, end, end + timedelta(days=1)), None)


def goes_on(world: World, subscription: Subscription) -> bool:
    """Whether another term follows as things stand: it has begun, is neither ending nor standing still, and is billed.

    Unpaid, access may be taken away before: as things stand it is, and that term does not begin.
    """
    if subscription.status in ENDED or subscription.status in ("suspended", "incomplete", "paused"):
        return False
    if subscription.pause is not None and subscription.pause.kind == "invoicing":
        return False
    if subscription.status == "past_due" and is_taken_first(world, subscription.id, _renews_at(world, subscription)):
        return False
    ends = subscription.cancel_at
    return ends is None or calendar.day_of(ends, world.require_company().timezone) > subscription.period.end


def is_taken_first(world: World, subscription: str, renews_at: datetime) -> bool:
    """Whether the clock ends or suspends a subscription before it would renew: what is asked for, and for want of pay."""
    booked = (world.scheduled.get(f"{kind}:{subscription}") for kind in TAKING)
    return any(one is not None and (one.at, one.rank) <= (renews_at, RANKS["renewal"]) for one in booked)


def booked(world: World) -> list[Due]:
    """The agenda that people may know of, without the renewals that what comes before them takes away."""
    return [
        due
        for due in world.scheduled.values()
        if due.kind not in UNTOLD and not (due.kind == "renewal" and is_taken_first(world, due.about, due.at))
    ]


def _renews_at(world: World, one: Subscription) -> datetime:
    return Turn(world, at=world.now, actor="forecast").end_of(one.period)


def resumed(world: World, one: Subscription) -> Subscription | None:
    """One whose pause has an end, as it will stand before the term that then is billed; None where nothing waits so.

    Paused service begins a new period on that day; paused invoicing goes on at the boundary that comes then.
    """
    pause = one.pause
    if pause is None or pause.until is None or pause.kind == "collection" or one.status in ENDED:
        return None
    if one.cancel_at is not None and one.cancel_at <= pause.until:
        return None
    turn = Turn(world, at=pause.until, actor="forecast")
    anchor, term = one.anchor, one.term
    if pause.kind == "service":
        anchor, term = turn.anchored(turn.here, one.interval), 0
    while turn.boundary(anchor, one.interval, term) < turn.here:
        term += 1
    period = turn.whole_period(anchor, one.interval, term)
    status: Status = "active" if one.status == "paused" else one.status
    return msgspec.structs.replace(one, status=status, pause=None, anchor=anchor, term=term, period=period)


def _of(world: World, later: World, subscription: Subscription, first: date, end: date) -> Iterator[Renewal]:
    """What was queued is shown as the next term alone: what follows it counts from another anchor.

    `later` is the world as it will be for the terms after the next.
    """
    one, is_next = resumed(world, subscription) or subscription, True
    while goes_on(world, one) and one.period.end < end:
        if one.period.end >= first:
            yield _renewal(world if is_next else later, one, is_next=is_next)
        if one.queued is not None or one.status == "trialing":
            return
        one, is_next = _after(world, one), False


def _renewal(world: World, one: Subscription, *, is_next: bool) -> Renewal:
    today = Turn(world, at=world.now, actor="forecast")
    then = Turn(world, at=today.moment(one.period.last), actor="forecast")
    before = reminding.as_billed(today, one)
    # Most terms are like the one before: their sum is worked out once, not three times.
    is_alike = reminding.goes_on_alike(today, one)
    amount = before if is_alike else reminding.next_amount(today, one)
    reasons: list[Reason] = ["trial"] if one.status == "trialing" else []
    if one.queued is not None:
        reasons.append("queued")
    elif any(repricing.taken_next(world, one, item) for item in one.items):
        reasons.append("price")
    if not is_alike and reminding.as_billed(then, one) > before:
        reasons.append("discount_ends")
    charges = billing.waiting_charges(then, one.customer, one.id) if is_next else []
    if charges:
        reasons.append("charges")
    return Renewal(
        subscription=one.id,
        customer=one.customer,
        on=one.period.end,
        amount=amount + (_with_tax(then, charges) if charges else 0),
        before=before,
        reasons=tuple(reasons),
        is_next=is_next,
        is_trial=one.status == "trialing",
        is_annual=reminding.is_annual(one.interval),
        card_ends=_card_ends(world, one),
    )


def _with_tax(then: Turn, charges: Sequence[Charge]) -> int:
    lines = billing.charge_lines(then, charges, "next", first=1)
    rates = [discounting.taxes_of(then, line) for line in lines]
    return sum(line.gross for line in pricing.tax(lines, rates, rounding=then.company.policy.tax_rounding))


def _with_once_spent(world: World) -> World:
    """What a coupon takes off one invoice only, the next one takes."""
    once = [key for key, one in world.applications.items() if world.coupons[one.coupon].duration == "once"]
    if not once:
        return world
    later = world.own()
    for key in once:
        later.applications[key] = msgspec.structs.replace(later.applications[key], spent=1)
    return later


def _card_ends(world: World, one: Subscription) -> date | None:
    method = one.method or world.customers[one.customer].default_method
    expires = world.expiries.get(method or "")
    if one.collection == "send" or expires is None:
        return None
    over = over_on(expires)
    return over if over <= one.period.end else None


def _after(world: World, one: Subscription) -> Subscription:
    """The subscription as it will stand after its next renewal, with the versions of its prices that renewal takes."""
    turn = Turn(world, at=world.now, actor="forecast")
    term = next_term(one, turn.company.timezone)
    items = tuple(
        item
        if (change := repricing.taken_next(world, one, item)) is None or change.becomes not in world.prices
        else msgspec.structs.replace(item, price=change.becomes)
        for item in one.items
    )
    whole = turn.whole_period(one.anchor, one.interval, term)
    return msgspec.structs.replace(one, items=items, term=term, period=Period.between(one.period.last, whole.last))
