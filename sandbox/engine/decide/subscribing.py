"""Subscribing: beginnings, trials and renewals."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.calendar import Point
from sandbox.engine.decide import arrears, billing, changing, discounting, drafting, reminding, repricing
from sandbox.engine.decide.collecting import collect_automatically
from sandbox.engine.decide.ending import last_paid_instant, until
from sandbox.engine.decide.renewing_plainly import renew_plainly
from sandbox.engine.decide.turn import Turn
from sandbox.engine.repricing import current
from sandbox.engine.subscription import Item, Pause, Period, Subscription, next_term

# A week to pay a boleto, where nobody says otherwise.
USUAL_DUE_DAYS: Final = 7


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
    start = _start(turn, command)
    is_pending = start > turn.here
    begins_at = turn.moment(start) if is_pending else turn.at
    trial_ends = _trial_end(turn, command, start, begins_at)
    if command.due_days is not None and command.collection != "send":
        turn.refuse("due_days_need_send")
    is_sent = command.collection == "send"
    if command.method is None and customer.default_method is None and trial_ends is None and not is_sent:
        turn.refuse("no_method", customer=customer.id)
    if command.ends is not None and command.ends <= turn.at:
        turn.refuse("clock_goes_forward_only", now=turn.written(turn.at))
    if command.ends is not None and command.ends <= begins_at:
        turn.refuse("bad_value", field="ends", id=turn.written(command.ends))
    subscription_id = turn.next_id("sub", turn.world.subscriptions, command.id)
    anchor = turn.anchored(trial_ends or start, interval, day)
    period = Period.between(start, trial_ends or turn.boundary(anchor, interval, 1))
    subscription = Subscription(
        id=subscription_id,
        customer=customer.id,
        status="paused" if is_pending else "active" if trial_ends is None else "trialing",
        items=tuple(
            Item(f"{subscription_id}/{position}", current(turn.world, item.price), item.quantity)
            for position, item in enumerate(asked, start=1)
        ),
        interval=interval,
        anchor=anchor,
        term=1 if trial_ends is None else 0,
        period=period,
        started_at=begins_at,
        collection=command.collection,
        method=command.method,
        due_days=(USUAL_DUE_DAYS if command.due_days is None else command.due_days) if is_sent else msgspec.UNSET,
        access=not is_pending,
        trial_ends_at=None if trial_ends is None else turn.moment(trial_ends),
    )
    end = None if command.ends is None else last_paid_instant(turn, command.ends)
    if end is not None:
        period = until(turn, subscription.period, end)
        subscription = msgspec.structs.replace(subscription, period=period)
    next_at = begins_at if is_pending else turn.end_of(period)
    turn.emit(ev.SubscriptionStarted, subscription=subscription, renews_at=next_at)
    for coupon in (command.coupon,) if isinstance(command.coupon, str) else command.coupon:
        discounting.attach(
            turn, coupon, customer=customer.id, target="subscription", about=subscription_id, on=start.day
        )
    if end is not None:
        turn.emit(ev.CancellationScheduled, subscription=subscription_id, ends_at=end, reason="ends")
    repricing.tell_newcomer(turn, subscription_id)
    if not is_pending:
        _bill_first_period(turn, subscription)


def _start(turn: Turn, command: cmd.Subscribe) -> Point:
    """Where the subscription begins: now, or where it was asked to."""
    start = turn.here if command.starts is None else turn.point(command.starts)
    if start < turn.here:
        turn.refuse("clock_goes_forward_only", now=turn.written(turn.at))
    return start


def begin(turn: Turn, subscription_id: str) -> None:
    """The moment a subscription was set to start: its trial or its first period begins."""
    subscription = turn.subscription(subscription_id)
    period = subscription.period
    if subscription.cancel_at is not None:
        period = until(turn, period, subscription.cancel_at)
    turn.emit(
        ev.SubscriptionBegan,
        subscription=subscription_id,
        status="active" if subscription.trial_ends_at is None else "trialing",
        period=period,
        renews_at=turn.end_of(period),
    )
    _bill_first_period(turn, turn.subscription(subscription_id))


def _bill_first_period(turn: Turn, subscription: Subscription) -> None:
    """The first invoice; none for a trial. Notices ahead of what comes next are set."""
    reminding.plan(turn, subscription.id)
    if subscription.trial_ends_at is None:
        arrears.run(turn, subscription, subscription.period.first)
        collect_automatically(turn, billing.issue_for_period(turn, subscription))


def _trial_end(turn: Turn, command: cmd.Subscribe, start: Point, begins_at: datetime) -> Point | None:
    """Where the trial is over: a day, or an instant; a trial of no days is none."""
    if command.trial_end is not None:
        end = turn.point(command.trial_end)
    elif command.trial_days:
        end = turn.point(calendar.add_days(begins_at, command.trial_days, turn.company.timezone))
    else:
        return None
    if end <= start:
        turn.refuse("bad_value", field="trial", id=end.day.isoformat())
    return end


def end_trial(turn: Turn, subscription_id: str) -> None:
    """The trial is over: the first period begins here, and here the anchor moves unless a day was fixed."""
    subscription = turn.subscription(subscription_id)
    method = subscription.method or turn.customer(subscription.customer).default_method
    if subscription.collection == "send":
        renew(turn, subscription_id)
        return
    if method is None and turn.company.policy.trial_without_method == "cancel":
        turn.emit(ev.SubscriptionCancelled, subscription=subscription_id, kind="voluntary", reason="trial_over")
        return
    if method is None:
        turn.emit(ev.SubscriptionPaused, subscription=subscription_id, pause=Pause("service", turn.at))
        return
    renew(turn, subscription_id)


def renew(turn: Turn, subscription_id: str) -> None:
    """The next period, from the anchor; it goes on while past due. A queued change comes first."""
    if renew_plainly(turn, turn.subscription(subscription_id)):
        return
    drafting.finalise_standing(turn, subscription_id)
    subscription = turn.subscription(subscription_id)
    start = subscription.period.last
    owed = arrears.ended(turn, subscription, start)
    subscription = changing.take_queued(turn, subscription)
    term = next_term(subscription, turn.company.timezone)
    if term != subscription.term:
        subscription = repricing.at_renewal(turn, subscription)
    end = turn.whole_period(subscription.anchor, subscription.interval, term).last
    period = Period.between(start, end)
    if subscription.cancel_at is not None:
        period = until(turn, period, subscription.cancel_at)
    billing.renew_into(turn, subscription, period=period, term=term)
    if subscription.pause is not None and subscription.pause.kind == "invoicing":
        return
    subscription = turn.subscription(subscription_id)
    arrears.run(turn, subscription, period.first)
    collect_automatically(turn, billing.issue_for_period(turn, subscription, owed=owed, may_wait=True))
