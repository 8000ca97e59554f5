"""Subscribing: beginnings, renewals and ends."""

from __future__ import annotations

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import billing, changing
from sandbox.engine.decide.collecting import collect_automatically
from sandbox.engine.decide.turn import Turn
from sandbox.engine.subscription import ENDED, Item, Period, Subscription


def subscribe(turn: Turn, command: cmd.Subscribe) -> None:
    customer = turn.customer(command.customer)
    asked = command.items
    if command.price is not None:
        asked = (cmd.ItemSpec(command.price, command.quantity), *asked)
    if not asked:
        turn.refuse("no_items")
    if any(item.quantity <= 0 for item in asked):
        turn.refuse("quantity_not_positive")
    intervals = {turn.price(item.price).interval for item in asked}
    if len(intervals) > 1:
        turn.refuse("mixed_intervals")
    interval = intervals.pop()
    day = command.anchor_day
    if day is not None and (not 1 <= day <= 31 or interval.unit in ("day", "week")):
        turn.refuse("anchor_day_out_of_range")
    if command.method is not None and turn.method(command.method).customer != customer.id:
        turn.refuse("not_this_customers", method=command.method, customer=customer.id)
    if command.method is None and customer.default_method is None:
        turn.refuse("no_method", customer=customer.id)
    subscription_id = turn.next_id("sub", turn.world.subscriptions, command.id)
    anchor = calendar.first_anchor(turn.today, interval, day)
    period = Period(turn.today, calendar.boundary(anchor, interval, 1))
    subscription = Subscription(
        id=subscription_id,
        customer=customer.id,
        status="active",
        items=tuple(
            Item(f"{subscription_id}/{position}", item.price, item.quantity)
            for position, item in enumerate(asked, start=1)
        ),
        interval=interval,
        anchor=anchor,
        term=1,
        period=period,
        started_at=turn.at,
        method=command.method,
    )
    turn.emit(ev.SubscriptionStarted, subscription=subscription, renews_at=turn.midnight(period.end))
    collect_automatically(turn, billing.issue_for_period(turn, subscription))


def renew(turn: Turn, subscription_id: str) -> None:
    """The next period, from the anchor; it goes on while past due. A queued change comes first."""
    subscription = changing.take_queued(turn, turn.subscription(subscription_id))
    term = subscription.term + 1
    end = calendar.boundary(subscription.anchor, subscription.interval, term)
    billing.renew_into(turn, subscription, period=Period(subscription.period.end, end), term=term)
    collect_automatically(turn, billing.issue_for_period(turn, turn.subscription(subscription_id)))


def _living(turn: Turn, subscription_id: str) -> Subscription:
    subscription = turn.subscription(subscription_id)
    if subscription.status in ENDED:
        turn.refuse("subscription_ended", subscription=subscription_id)
    return subscription


def cancel(turn: Turn, command: cmd.Cancel) -> None:
    subscription = _living(turn, command.subscription)
    ends_at = turn.midnight(subscription.period.end)
    if command.when == "now" or ends_at <= turn.at:
        turn.emit(ev.SubscriptionCancelled, subscription=subscription.id, kind="voluntary", reason=command.reason)
        return
    if subscription.cancel_at is not None:
        turn.refuse("cancellation_already_set", subscription=subscription.id, at=turn.written(subscription.cancel_at))
    turn.emit(ev.CancellationScheduled, subscription=subscription.id, ends_at=ends_at, reason=command.reason)


def undo_cancel(turn: Turn, command: cmd.UndoCancel) -> None:
    subscription = _living(turn, command.subscription)
    if subscription.cancel_at is None:
        turn.refuse("no_cancellation_to_undo", subscription=subscription.id)
    turn.emit(ev.CancellationUndone, subscription=subscription.id)


def end_as_asked(turn: Turn, subscription_id: str) -> None:
    """The moment a cancellation was set for."""
    turn.emit(ev.SubscriptionCancelled, subscription=subscription_id, kind="voluntary", reason="asked")
