"""Changing: another price, quantity or anchor day, now with credit and charge by the day, or at the next renewal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec
from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.calendar import Anchor, Interval, Point
from sandbox.engine.decide import arrears, billing, discounting, drafting, reminding, repricing
from sandbox.engine.decide.collecting import collect_automatically
from sandbox.engine.decide.taking_back import discounts_back, taken_back
from sandbox.engine.decide.turn import Turn
from sandbox.engine.decide.unused_time import credit_line, credit_open_debt, unused_and_paid
from sandbox.engine.invoicing import bill_item
from sandbox.engine.repricing import as_held
from sandbox.engine.subscription import Item, Period, QueuedChange, Subscription, Wanted

Keep = Literal["keep", "reset"]
CHANGEABLE: frozenset[str] = frozenset({"trialing", "active", "past_due"})


def change_items(turn: Turn, command: cmd.ChangeItems) -> None:
    wanted = tuple(Wanted(item.price, item.quantity) for item in command.items)
    _change(turn, command.subscription, QueuedChange(wanted, command.anchor), command.when, command.proration)


def change_plan(turn: Turn, command: cmd.ChangePlan) -> None:
    item = _one_item(turn, command.subscription)
    wanted = (Wanted(command.price, item.quantity),)
    _change(turn, command.subscription, QueuedChange(wanted, command.anchor), command.when, command.proration)


def change_quantity(turn: Turn, command: cmd.ChangeQuantity) -> None:
    item = _one_item(turn, command.subscription)
    wanted = (Wanted(item.price, command.quantity),)
    _change(turn, command.subscription, QueuedChange(wanted), command.when, command.proration)


def change_anchor(turn: Turn, command: cmd.ChangeAnchor) -> None:
    subscription = turn.subscription(command.subscription)
    if not 1 <= command.day <= 31 or subscription.interval.unit in ("day", "week"):
        turn.refuse("anchor_day_out_of_range")
    same = tuple(Wanted(item.price, item.quantity) for item in subscription.items)
    _change(turn, command.subscription, QueuedChange(same, anchor_day=command.day), command.when, "prorate")


def undo_change(turn: Turn, command: cmd.UndoChange) -> None:
    subscription = turn.subscription(command.subscription)
    if subscription.queued is None:
        turn.refuse("no_change_to_undo", subscription=subscription.id)
    turn.emit(ev.ChangeUndone, subscription=subscription.id)


def _one_item(turn: Turn, subscription_id: str) -> Item:
    subscription = turn.subscription(subscription_id)
    if len(subscription.items) != 1:
        turn.refuse("several_items", subscription=subscription_id, count=len(subscription.items))
    return subscription.items[0]


def _change(turn: Turn, subscription_id: str, change: QueuedChange, when: cmd.When, proration: cmd.Proration) -> None:
    subscription = turn.subscription(subscription_id)
    if subscription.is_pending:
        turn.refuse("not_begun", subscription=subscription_id, at=turn.written(subscription.started_at))
    if subscription.status not in CHANGEABLE:
        turn.refuse("not_changeable", subscription=subscription_id, status=subscription.status)
    interval_of(turn, change.items)
    if when == "period_end":
        ends_at = turn.end_of(subscription.period)
        turn.emit(ev.ChangeQueued, subscription=subscription_id, change=change, takes_effect=ends_at)
        return
    here = turn.here if subscription.status == "trialing" else where_the_new_begins(turn)
    if here >= _last_of(turn, subscription) and subscription.status != "trialing":
        # The day of the change is the last, and still the old plan's.
        turn.emit(
            ev.ChangeQueued,
            subscription=subscription_id,
            change=change,
            takes_effect=turn.end_of(subscription.period),
        )
        return
    is_free = proration == "none" or subscription.status == "trialing" or _is_unbilled(turn, subscription, here)
    becomes = _becomes(turn, subscription, change, here, is_billed=not is_free)
    if is_free:
        _change_without_money(turn, subscription, becomes)
    else:
        _change_with_money(turn, subscription, becomes, here)


def _last_of(turn: Turn, subscription: Subscription) -> Point:
    """Where the running period is over, or the subscription itself."""
    end = subscription.period.last
    return end if subscription.cancel_at is None else min(end, turn.point(subscription.cancel_at))


def _is_unbilled(turn: Turn, subscription: Subscription, here: Point) -> bool:
    """Whether no invoice bills this time, nor will: invoicing is paused, or was when the period began."""
    if subscription.pause is not None and subscription.pause.kind == "invoicing":
        return True
    if subscription.id in turn.world.drafts:
        return False
    if any(one.period is None for one in arrears.standing(turn, subscription.id)):
        return False
    lines = (turn.world.live.get(item.component) for item in subscription.items)
    return not any(
        turn.invoice(at.invoice).document.lines[at.position].period.last > here for at in lines if at is not None
    )


def where_the_new_begins(turn: Turn) -> Point:
    """Where what a change or a cancellation brings begins: today or tomorrow, by `last_day`; by seconds, now."""
    here = turn.here
    if turn.company.policy.last_day == "inclusive" and not turn.by_second:
        return Point(here.day + timedelta(days=1))
    return here


def interval_of(turn: Turn, wanted: Sequence[Wanted]) -> Interval:
    if not wanted:
        turn.refuse("no_items")
    if any(one.quantity <= 0 for one in wanted):
        turn.refuse("quantity_not_positive")
    intervals = {turn.price(one.price).interval for one in wanted}
    if len(intervals) > 1:
        turn.refuse("mixed_intervals")
    return intervals.pop()


class Becomes(Struct, frozen=True):
    """What a subscription is after a change, and which of its items are new."""

    items: tuple[Item, ...]
    new: tuple[Item, ...]
    interval: Interval
    anchor: Anchor
    term: int
    period: Period
    remembered_month: int | None = None


def _becomes(
    turn: Turn, subscription: Subscription, change: QueuedChange, here: Point, *, is_billed: bool = False
) -> Becomes:
    """What a change leads to; where it is billed now, nothing is billed beyond the subscription's end."""
    becomes = _without_its_end(turn, subscription, change, here)
    end = becomes.period.last
    if subscription.cancel_at is None or not is_billed or turn.point(subscription.cancel_at) >= end:
        return becomes
    wanted = tuple(Wanted(item.price, item.quantity) for item in becomes.items)
    # The items that stay are billed anew as well: what they paid for reaches beyond the end.
    items, new = items_of(turn, subscription, wanted, everything=True)
    period = Period.between(becomes.period.first, turn.point(subscription.cancel_at))
    return msgspec.structs.replace(becomes, items=items, new=new, period=period)


def _without_its_end(turn: Turn, subscription: Subscription, change: QueuedChange, here: Point) -> Becomes:
    interval = interval_of(turn, change.items)
    change = as_taken(turn, subscription, change)
    if subscription.status == "trialing":
        # Its anchor is set where the trial ends.
        items, new = items_of(turn, subscription, change.items, everything=interval != subscription.interval)
        return Becomes(items, new, interval, subscription.anchor, subscription.term, subscription.period)
    if change.anchor_day is None and interval == subscription.interval:
        items, new = items_of(turn, subscription, change.items, everything=False)
        return Becomes(
            items,
            new,
            interval,
            subscription.anchor,
            subscription.term,
            subscription.period,
            subscription.remembered_month,
        )
    items, new = items_of(turn, subscription, change.items, everything=True)
    if change.anchor_day is None and change.anchor == "keep":
        return _keeping_the_anchor(turn, subscription, items, new, interval, here)
    if change.anchor_day is None:
        anchor = turn.anchored(here, interval)
    else:
        anchor = _on_another_day(turn, subscription, change.anchor_day, here)
    return Becomes(items, new, interval, anchor, 1, Period.between(here, turn.boundary(anchor, interval, 1)))


def _on_another_day(turn: Turn, subscription: Subscription, day: int, here: Point) -> Anchor:
    """Another day in the months that stand: a yearly subscription keeps its month, a quarterly one its quarters."""
    interval, base = subscription.interval, calendar.add_months(subscription.anchor.base, 0, day)
    anchor = Anchor(base, day, turn.anchored(here, interval, day).time)
    number = subscription.term
    while turn.boundary(anchor, interval, number) > here:
        number -= 1
    while turn.boundary(anchor, interval, number + 1) <= here:
        number += 1
    return msgspec.structs.replace(anchor, base=turn.boundary(anchor, interval, number).day)


def as_taken(turn: Turn, subscription: Subscription, change: QueuedChange) -> QueuedChange:
    """The change with each price in the version it is taken in."""
    if not turn.world.versions:
        return change
    items = tuple(Wanted(as_held(turn.world, subscription.items, one), one.quantity) for one in change.items)
    return msgspec.structs.replace(change, items=items)


def _keeping_the_anchor(
    turn: Turn,
    subscription: Subscription,
    items: tuple[Item, ...],
    new: tuple[Item, ...],
    interval: Interval,
    here: Point,
) -> Becomes:
    """The boundary already promised stays, so the first period is a stub; a yearly month is remembered."""
    old = subscription.anchor
    month = subscription.remembered_month
    base = old.base
    if interval.unit == "year":
        # Until the boundary that stood, or the yearly one that stood before.
        base = calendar.add_months(subscription.period.end, 0, old.day)
        if month is not None:
            base = calendar.add_months(date(subscription.period.end.year, month, 1), 0, old.day)
        month = None
    elif subscription.interval.unit == "year":
        month = subscription.period.end.month
    anchor = Anchor(base, old.day, old.time)
    term = 0
    while turn.boundary(anchor, interval, term) > here:
        term -= 1
    while turn.boundary(anchor, interval, term) <= here:
        term += 1
    end = turn.boundary(anchor, interval, term)
    return Becomes(items, new, interval, anchor, term, Period.between(here, end), month)


def items_of(
    turn: Turn, subscription: Subscription, wanted: Sequence[Wanted], *, everything: bool
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The items as they will stand, and those of them that are new: matched by price, the unchanged ones stay."""
    left = [] if everything else list(subscription.items)
    number = turn.world.counters.get(f"component:{subscription.id}", 0)
    items: list[Item] = []
    new: list[Item] = []
    for one in wanted:
        same = next((item for item in left if (item.price, item.quantity) == (one.price, one.quantity)), None)
        if same is not None:
            left.remove(same)
            items.append(same)
            continue
        number += 1
        item = Item(f"{subscription.id}/{number}", one.price, one.quantity)
        items.append(item)
        new.append(item)
    return tuple(items), tuple(new)


def _change_without_money(turn: Turn, subscription: Subscription, becomes: Becomes) -> None:
    """The line that is paid goes on covering the time until the next renewal."""
    if becomes.period != subscription.period:
        turn.refuse("interval_needs_money", subscription=subscription.id)
    gone = [item for item in subscription.items if item not in becomes.items]
    carried = {new.component: old.component for new, old in zip(becomes.new, gone, strict=False)}
    draft = turn.world.drafts.get(subscription.id)
    if draft is not None:
        drafting.carry_in_draft(turn, draft, carried)
    _emit(turn, subscription.id, becomes, carried)
    arrears.carry(turn, subscription.id, carried)


def _change_with_money(turn: Turn, subscription: Subscription, becomes: Becomes, here: Point) -> None:
    """Credit for what is not used of the old, a charge for the rest at the new; one invoice nets them.

    What is billed in arrears is only counted, and a draft is written anew.
    """
    gone = [item for item in subscription.items if item not in becomes.items]
    unbilled = arrears.change(turn, subscription, gone=gone, new=becomes.new, here=here)
    advance = [item for item in becomes.new if not arrears.is_arrears(turn, item)]
    period = Period.between(here, becomes.period.last)
    draft = turn.world.drafts.get(subscription.id)
    if draft is not None:
        _emit(turn, subscription.id, becomes, {})
        arrears.count(turn, subscription.id, unbilled)
        whole = billing.containing_length(turn, turn.subscription(subscription.id), becomes.term)
        drafting.change_draft(turn, draft, gone=gone, new=advance, period=period, whole=whole)
        return
    found = {item.component: rest for item in gone if (rest := unused_and_paid(turn, item, here)) is not None}
    rests = list(found.values())
    coupons = {component: frozenset(rest.line.coupons) for component, rest in found.items()}
    granted = discounting.inherited(turn, coupons, gone=gone, new=becomes.new)
    again = taken_back(turn, subscription.id, becomes.new, period)
    left = [rest for rest in (credit_open_debt(turn, rest) for rest in rests) if rest.is_told]
    _emit(turn, subscription.id, becomes, {})
    arrears.count(turn, subscription.id, unbilled)
    whole = billing.containing_length(turn, turn.subscription(subscription.id), becomes.term)
    if not advance and not left:
        return
    invoice_id = turn.next_id("inv", turn.world.invoices)
    lines = [credit_line(rest, f"{invoice_id}/{place}") for place, rest in enumerate(left, start=1)]
    lines += [
        bill_item(item, turn.price(item.price), period, whole, f"{invoice_id}/{place}")
        for place, item in enumerate(advance, start=len(lines) + 1)
    ]
    billing.issue(
        turn,
        invoice_id,
        customer=subscription.customer,
        subscription=subscription.id,
        lines=tuple(lines),
        granted=discounts_back(turn, granted, again),
        again=again,
    )
    collect_automatically(turn, invoice_id)


def _emit(turn: Turn, subscription_id: str, becomes: Becomes, carried: dict[str, str]) -> None:
    turn.emit(
        ev.SubscriptionChanged,
        subscription=subscription_id,
        items=becomes.items,
        interval=becomes.interval,
        anchor=becomes.anchor,
        term=becomes.term,
        period=becomes.period,
        renews_at=turn.end_of(becomes.period),
        remembered_month=becomes.remembered_month,
        carried=carried,
    )
    repricing.tell_newcomer(turn, subscription_id)
    reminding.plan(turn, subscription_id)


def take_queued(turn: Turn, subscription: Subscription) -> Subscription:
    """At a renewal: the subscription with its queued change, standing at the end of its old period."""
    if subscription.queued is None:
        return subscription
    end = subscription.period.last
    becomes = _becomes(turn, subscription, subscription.queued, end)
    is_moved = becomes.period != subscription.period
    term = becomes.term - 1 if is_moved else becomes.term
    standing = Period.between(subscription.period.first, end)
    turn.emit(
        ev.SubscriptionChanged,
        subscription=subscription.id,
        items=becomes.items,
        interval=becomes.interval,
        anchor=becomes.anchor,
        term=term,
        period=standing,
        renews_at=turn.moment(end),
        remembered_month=becomes.remembered_month,
    )
    repricing.tell_newcomer(turn, subscription.id)
    return turn.subscription(subscription.id)
