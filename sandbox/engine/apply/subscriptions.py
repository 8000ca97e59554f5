"""Apply, for events of subscriptions: beginnings, terms, changes, pauses and ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.reminding import forget
from sandbox.engine.apply.tables import stop_dunning
from sandbox.engine.subscription import Item, Period, Status, falls_short
from sandbox.engine.world import World, schedule, unschedule


def _started(world: World, event: ev.SubscriptionStarted) -> None:
    world.subscriptions[event.subscription.id] = event.subscription
    _count_components(world, event.subscription.id, event.subscription.items)
    kind = {"trialing": "trial_end", "paused": "start"}.get(event.subscription.status, "renewal")
    schedule(world, kind, event.subscription.id, event.renews_at)


def _began(world: World, event: ev.SubscriptionBegan) -> None:
    subscription = world.subscriptions[event.subscription]
    unschedule(world, "start", subscription.id)
    world.subscriptions[subscription.id] = replace(subscription, status=event.status, access=True, period=event.period)
    schedule(world, "trial_end" if event.status == "trialing" else "renewal", subscription.id, event.renews_at)


def _renewed(world: World, event: ev.SubscriptionRenewed) -> None:
    subscription = world.subscriptions[event.subscription]
    status = subscription.status
    if status == "trialing":
        status = "active"
        unschedule(world, "trial_end", subscription.id)
    world.subscriptions[subscription.id] = replace(subscription, status=status, period=event.period, term=event.term)
    schedule(world, "renewal", subscription.id, event.renews_at)


def _paused(world: World, event: ev.SubscriptionPaused) -> None:
    subscription = world.subscriptions[event.subscription]
    pause = event.pause
    if pause.kind == "service":
        # Time stands still: nothing renews, and what was charged for it has been given back.
        forget(world, subscription.id)
        for kind in ("renewal", "trial_end"):
            unschedule(world, kind, subscription.id)
        for item in subscription.items:
            world.live.pop(item.component, None)
        subscription = replace(subscription, status="paused", access=False)
    if pause.until is not None:
        schedule(world, "resume", subscription.id, pause.until)
    world.subscriptions[subscription.id] = replace(subscription, pause=pause)


def _resumed(world: World, event: ev.SubscriptionResumed) -> None:
    subscription = world.subscriptions[event.subscription]
    unschedule(world, "resume", subscription.id)
    status: Status = "active" if subscription.status == "paused" else subscription.status
    access = True if subscription.status == "paused" else subscription.access
    world.subscriptions[subscription.id] = replace(subscription, status=status, access=access, pause=None)


def _change_queued(world: World, event: ev.ChangeQueued) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, queued=event.change)


def _change_undone(world: World, event: ev.ChangeUndone) -> None:
    world.subscriptions[event.subscription] = replace(world.subscriptions[event.subscription], queued=None)


def _changed(world: World, event: ev.SubscriptionChanged) -> None:
    subscription = world.subscriptions[event.subscription]
    kept = {item.component for item in event.items}
    lines = {new: world.live[old] for new, old in event.carried.items() if old in world.live}
    for item in subscription.items:
        if item.component not in kept:
            world.live.pop(item.component, None)
    world.live.update(lines)
    _count_components(world, subscription.id, event.items)
    world.subscriptions[subscription.id] = replace(
        subscription,
        items=event.items,
        interval=event.interval,
        anchor=event.anchor,
        term=event.term,
        period=event.period,
        remembered_month=event.remembered_month,
        queued=None,
    )
    forget(world, subscription.id)
    kind = "trial_end" if subscription.status == "trialing" else "renewal"
    schedule(world, kind, subscription.id, event.renews_at)


def _count_components(world: World, subscription: str, items: Iterable[Item]) -> None:
    """A component's number is never given twice."""
    highest = max(int(item.component.rpartition("/")[2]) for item in items)
    name = f"component:{subscription}"
    world.counters[name] = max(world.counters.get(name, 0), highest)


def _cancellation_scheduled(world: World, event: ev.CancellationScheduled) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, cancel_at=event.ends_at)
    schedule(world, "cancellation", subscription.id, event.ends_at)


def _cancellation_undone(world: World, event: ev.CancellationUndone) -> None:
    subscription = replace(world.subscriptions[event.subscription], cancel_at=None)
    if isinstance(event.period, Period):
        subscription = replace(subscription, period=event.period)
    if falls_short(subscription, world.require_company().timezone):
        subscription = replace(subscription, cut=subscription.period.last)
    world.subscriptions[subscription.id] = subscription
    unschedule(world, "cancellation", subscription.id)
    if isinstance(event.renews_at, datetime):
        schedule(world, "trial_end", subscription.id, event.renews_at)


def _cancelled(world: World, event: ev.SubscriptionCancelled) -> None:
    subscription = world.subscriptions[event.subscription]
    stop_dunning(world, subscription.id)
    forget(world, subscription.id)
    for kind in ("cancellation", "start", "renewal", "trial_end", "resume", "incomplete_expiry"):
        unschedule(world, kind, subscription.id)
    # Ending a subscription stops the retries, not the debt.
    for invoice_id in subscription.unpaid:
        unschedule(world, "retry", invoice_id)
        world.invoices[invoice_id] = replace(world.invoices[invoice_id], retry_at=None)
    world.subscriptions[subscription.id] = replace(
        subscription, status="cancelled", access=False, ended_at=event.at, end_kind=event.kind, queued=None, pause=None
    )
    for item in subscription.items:
        world.live.pop(item.component, None)


HANDLERS: Final[Handlers] = {
    ev.SubscriptionStarted: _started,
    ev.SubscriptionBegan: _began,
    ev.SubscriptionRenewed: _renewed,
    ev.SubscriptionPaused: _paused,
    ev.SubscriptionResumed: _resumed,
    ev.ChangeQueued: _change_queued,
    ev.ChangeUndone: _change_undone,
    ev.SubscriptionChanged: _changed,
    ev.CancellationScheduled: _cancellation_scheduled,
    ev.CancellationUndone: _cancellation_undone,
    ev.SubscriptionCancelled: _cancelled,
}
