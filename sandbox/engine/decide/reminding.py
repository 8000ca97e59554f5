"""Reminding: notices ahead of an annual renewal, of a trial's end and of a card's, by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from sandbox.engine import calendar, pricing, repricing
from sandbox.engine import events as ev
from sandbox.engine.calendar import Interval
from sandbox.engine.catalogue import Price
from sandbox.engine.decide import discounting
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import bill_item
from sandbox.engine.reminders import TEMPLATE_OF, About, is_expiry, over_on
from sandbox.engine.subscription import Item, Period, Subscription, next_term


def is_annual(interval: Interval) -> bool:
    """Whether a term is a year or longer."""
    return interval.unit == "year" or (interval.unit == "month" and interval.count >= 12)


def plan(turn: Turn, subscription_id: str) -> None:
    """Set the next notice of a subscription, where one lies ahead of its renewal or of its trial's end."""
    subscription = turn.subscription(subscription_id)
    about = _about(subscription)
    if about is None:
        return
    policy = turn.company.policy
    days = policy.trial_notices if about == "trial" else policy.renewal_notices
    _schedule(turn, about, subscription_id, ahead_of=turn.end_of(subscription.period), days=days)


def _about(subscription: Subscription) -> About | None:
    if subscription.status == "trialing":
        return "trial"
    return "renewal" if is_annual(subscription.interval) else None


def _schedule(turn: Turn, about: About, subject: str, *, ahead_of: datetime, days: Sequence[int]) -> None:
    zone = turn.company.timezone
    moments = (calendar.add_days(ahead_of, -before, zone) for before in sorted(days, reverse=True))
    due = next((moment for moment in moments if moment > turn.at), None)
    if due is not None:
        turn.emit(ev.ReminderScheduled, about=about, subject=subject, due=due)


def remind(turn: Turn, key: str) -> None:
    """A notice whose day has come."""
    about, _, subject = key.partition(":")
    if about == "card":
        _remind_of_card(turn, subject)
    else:
        _remind_of_subscription(turn, turn.subscription(subject))


def _remind_of_subscription(turn: Turn, subscription: Subscription) -> None:
    about: About = "trial" if subscription.status == "trialing" else "renewal"
    ends_at = turn.end_of(subscription.period)
    reason = ""
    if subscription.cancel_at is not None and subscription.cancel_at <= ends_at:
        reason = "ends"
    elif subscription.pause is not None and subscription.pause.kind == "invoicing":
        reason = "paused"
    elif subscription.status == "suspended":
        reason = "suspended"
    if reason:
        turn.emit(ev.ReminderDropped, about=about, subject=subscription.id, reason=reason)
    else:
        on = subscription.period.end
        turn.emit(ev.ReminderDue, about=about, subject=subscription.id, customer=subscription.customer, on=on)
        if turn.company.policy.automation == "on":
            facts: dict[str, str | int] = {"amount": next_amount(turn, subscription), "renews_on": on.isoformat()}
            _tell(turn, subscription.customer, about, facts)
            _tell_of_card_that_ends_first(turn, subscription)
    plan(turn, subscription.id)


def _tell(turn: Turn, customer: str, about: About, fields: dict[str, str | int]) -> None:
    tell(turn, customer=customer, template=TEMPLATE_OF[about], channel="email", fields=fields, invoice=None)


def _tell_of_card_that_ends_first(turn: Turn, subscription: Subscription) -> None:
    """The renewal would be asked of a card that is no longer good by then."""
    method = subscription.method or turn.customer(subscription.customer).default_method
    expires = turn.world.expiries.get(method or "")
    if method is not None and expires is not None and over_on(expires) <= subscription.period.end:
        _tell(turn, subscription.customer, "card", _card_facts(turn, method, expires))


def _card_facts(turn: Turn, method: str, expires: str) -> dict[str, str | int]:
    return {"last4": turn.method(method).last4, "expires": expires}


def _remind_of_card(turn: Turn, method_id: str) -> None:
    method, expires = turn.method(method_id), turn.world.expiries[method_id]
    if method.replaced_by is not None or method.refused is not None:
        reason = "replaced" if method.replaced_by is not None else "refused"
        turn.emit(ev.ReminderDropped, about="card", subject=method_id, reason=reason)
        return
    over = over_on(expires)
    turn.emit(ev.ReminderDue, about="card", subject=method_id, customer=method.customer, on=over)
    if turn.company.policy.automation == "on":
        _tell(turn, method.customer, "card", _card_facts(turn, method_id, expires))
    _plan_card(turn, method_id, expires)


def set_expiry(turn: Turn, method_id: str, expires: str | None) -> None:
    """Write down how long a card is good, and when its customer is told that it ends."""
    if expires is None:
        return
    if turn.method(method_id).kind != "card" or not is_expiry(expires):
        turn.refuse("bad_value", field="expires", id=expires)
    turn.emit(ev.CardExpirySet, method=method_id, expires=expires)
    _plan_card(turn, method_id, expires)


def _plan_card(turn: Turn, method_id: str, expires: str) -> None:
    days = turn.company.policy.card_notices
    _schedule(turn, "card", method_id, ahead_of=turn.midnight(over_on(expires)), days=days)


def next_amount(turn: Turn, subscription: Subscription) -> int:
    """What the next invoice comes to: the version told of in time, the coupons in force on the day it begins, taxes."""
    if subscription.queued is not None:
        wanted = enumerate(subscription.queued.items, start=1)
        items = tuple(Item(f"{subscription.id}/next-{place}", one.price, one.quantity) for place, one in wanted)
        period, whole = subscription.period, subscription.period.length
    else:
        items, term = subscription.items, next_term(subscription, turn.company.timezone)
        full = turn.whole_period(subscription.anchor, subscription.interval, term)
        period, whole = Period.between(subscription.period.last, full.last), full.length
    prices = [_price(turn, subscription, item) for item in items]
    then = Turn(turn.world, at=turn.end_of(subscription.period), actor=turn.actor)
    return _comes_to(then, subscription, items, prices, period, whole)


def goes_on_alike(turn: Turn, subscription: Subscription) -> bool:
    """Whether the next term comes to what a whole one does today: nothing waits, no coupon counts, no day is missing."""
    if subscription.queued is not None or turn.customer(subscription.customer).applications:
        return False
    if any(repricing.taken_next(turn.world, subscription, item) for item in subscription.items):
        return False
    term = next_term(subscription, turn.company.timezone)
    whole = turn.whole_period(subscription.anchor, subscription.interval, term)
    return term == subscription.term + 1 and whole.first == subscription.period.last


def as_billed(turn: Turn, subscription: Subscription) -> int:
    """What a whole term of what is held comes to at the prices that are held, with the coupons and taxes of the moment."""
    full = turn.whole_period(subscription.anchor, subscription.interval, subscription.term + 1)
    prices = [turn.price(item.price) for item in subscription.items]
    return _comes_to(turn, subscription, subscription.items, prices, full, full.length)


def _comes_to(
    turn: Turn,
    subscription: Subscription,
    items: Sequence[Item],
    prices: Sequence[Price],
    period: Period,
    whole: int,
) -> int:
    lines = tuple(
        bill_item(item, price, period, whole, f"next/{place}")
        for place, (item, price) in enumerate(zip(items, prices, strict=True), start=1)
    )
    lines = discounting.discounted(
        turn, lines, customer=subscription.customer, subscription=subscription.id, granted=discounting.NOTHING_GRANTED
    )
    rates = [discounting.taxes_of(turn, line) for line in lines]
    return sum(line.gross for line in pricing.tax(lines, rates, rounding=turn.company.policy.tax_rounding))


def _price(turn: Turn, subscription: Subscription, item: Item) -> Price:
    """The item's price at the amount its next renewal asks."""
    price = turn.price(item.price)
    change = repricing.taken_next(turn.world, subscription, item)
    return price if change is None else msgspec.structs.replace(price, amount=change.amount)
