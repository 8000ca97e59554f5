"""Apply, for events of dunning: late, reminded, suspended, recovered."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import UNSET
from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.tables import stop_dunning
from sandbox.engine.world import World, schedule, unschedule


def _dunning_scheduled(world: World, event: ev.DunningScheduled) -> None:
    wanted: tuple[tuple[str, datetime | None], ...] = (
        ("final_notice", event.notice_at),
        ("suspend", event.suspend_at),
        ("dunning_cancel", event.cancel_at),
    )
    for kind, at in wanted:
        unschedule(world, kind, event.subscription)
        if at is not None:
            schedule(world, kind, event.subscription, at)


def _final_notice_due(world: World, event: ev.FinalNoticeDue) -> None:
    unschedule(world, "final_notice", event.subscription)
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, warned_at=event.at)


def _past_due(world: World, event: ev.SubscriptionPastDue) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, status="past_due", access=event.access)


def _recovered(world: World, event: ev.SubscriptionRecovered) -> None:
    subscription = world.subscriptions[event.subscription]
    stop_dunning(world, subscription.id)
    world.subscriptions[subscription.id] = replace(
        subscription, status="active", access=True, suspended_at=None, warned_at=UNSET
    )
    if event.renews_at is not None:
        schedule(world, "renewal", subscription.id, event.renews_at)


def _suspended(world: World, event: ev.SubscriptionSuspended) -> None:
    subscription = world.subscriptions[event.subscription]
    # What the last notice warned of has come.
    for kind in ("suspend", "final_notice", "renewal"):
        unschedule(world, kind, subscription.id)
    world.subscriptions[subscription.id] = replace(
        subscription, status="suspended", access=False, suspended_at=event.at
    )


HANDLERS: Final[Handlers] = {
    ev.DunningScheduled: _dunning_scheduled,
    ev.FinalNoticeDue: _final_notice_due,
    ev.SubscriptionPastDue: _past_due,
    ev.SubscriptionRecovered: _recovered,
    ev.SubscriptionSuspended: _suspended,
}
