"""Ending: a cancellation now, at the period's end or on a date, what of the money is asked back, and the end itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.calendar import A_SECOND
from sandbox.engine.decide import arrears, drafting, reminding, repaying
from sandbox.engine.decide.changing import where_the_new_begins
from sandbox.engine.decide.collecting import collect_automatically
from sandbox.engine.decide.turn import Turn
from sandbox.engine.subscription import ENDED, Period, Subscription


def living(turn: Turn, subscription_id: str) -> Subscription:
    """A subscription that has not ended; refused otherwise."""
    subscription = turn.subscription(subscription_id)
    if subscription.status in ENDED:
        turn.refuse("subscription_ended", subscription=subscription_id)
    return subscription


def cancel(turn: Turn, command: cmd.Cancel) -> None:
    """Money never returns by itself: a refund is given back only where it is asked for, and only at once."""
    subscription = living(turn, command.subscription)
    ends_at = _ends_at(turn, subscription, command)
    if ends_at <= turn.at:
        drafting.finalise_standing(turn, subscription.id)
        if command.refund != "none":
            repaying.give_back(turn, subscription, command)
        collect_automatically(turn, arrears.issue_ended(turn, subscription, where_the_new_begins(turn)))
        turn.emit(ev.SubscriptionCancelled, subscription=subscription.id, kind="voluntary", reason=command.reason)
        return
    if command.refund != "none":
        turn.refuse("refund_needs_now", subscription=subscription.id)
    if subscription.cancel_at is not None:
        turn.refuse("cancellation_already_set", subscription=subscription.id, at=turn.written(subscription.cancel_at))
    turn.emit(ev.CancellationScheduled, subscription=subscription.id, ends_at=ends_at, reason=command.reason)


def _ends_at(turn: Turn, subscription: Subscription, command: cmd.Cancel) -> datetime:
    match command.when:
        case "now":
            return turn.at
        case "period_end" if subscription.is_pending:
            return turn.at
        case "period_end":
            return turn.end_of(subscription.period)
        case "date":
            if command.at is None or command.at < turn.at:
                turn.refuse("clock_goes_forward_only", now=turn.written(turn.at))
            return last_paid_instant(turn, command.at)


def last_paid_instant(turn: Turn, at: datetime) -> datetime:
    """Paid time ends with a day (the day named, or the one before a midnight where `last_day` is exclusive), or with a second."""
    if turn.by_second:
        return at if at.microsecond == 0 else at.replace(microsecond=0) + A_SECOND
    day = calendar.day_of(at, turn.company.timezone)
    is_unbilled = turn.midnight(day) == at and turn.company.policy.last_day == "exclusive"
    return turn.midnight(day if is_unbilled else day + timedelta(days=1))


def until(turn: Turn, period: Period, end: datetime) -> Period:
    """A period, cut where the subscription ends within it."""
    return Period.between(period.first, min(period.last, turn.point(end)))


def undo_cancel(turn: Turn, command: cmd.UndoCancel) -> None:
    subscription = living(turn, command.subscription)
    if subscription.cancel_at is None:
        turn.refuse("no_cancellation_to_undo", subscription=subscription.id)
    take_back_end(turn, subscription)


def take_back_end(turn: Turn, subscription: Subscription) -> None:
    """It goes on: what was cut before anything was billed is whole again, a billed period's rest is billed when reached."""
    whole: dict[str, Period | datetime] = {}
    if subscription.is_pending or subscription.status == "trialing":
        last = turn.boundary(subscription.anchor, subscription.interval, subscription.term)
        if subscription.trial_ends_at is not None:
            last = turn.point(subscription.trial_ends_at)
        whole["period"] = Period.between(subscription.period.first, last)
        if not subscription.is_pending:
            whole["renews_at"] = turn.moment(last)
    turn.emit(ev.CancellationUndone, subscription=subscription.id, **whole)
    if not subscription.is_pending:
        reminding.plan(turn, subscription.id)


def end_as_asked(turn: Turn, subscription_id: str) -> None:
    """The moment a cancellation was set for."""
    drafting.finalise_standing(turn, subscription_id)
    collect_automatically(turn, arrears.issue_ended(turn, turn.subscription(subscription_id), turn.here))
    turn.emit(ev.SubscriptionCancelled, subscription=subscription_id, kind="voluntary", reason="asked")


def end_unpaid(turn: Turn, subscription_id: str) -> None:
    """The régua's end: involuntary churn. What is owed stays owed, and is not attempted any more."""
    drafting.finalise_standing(turn, subscription_id, collect=False)
    arrears.issue_ended(turn, turn.subscription(subscription_id), turn.here)
    turn.emit(ev.SubscriptionCancelled, subscription=subscription_id, kind="involuntary", reason="unpaid")
