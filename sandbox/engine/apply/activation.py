"""Apply, for events of a subscription's first payment."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World, schedule, unschedule


def _incomplete(world: World, event: ev.SubscriptionIncomplete) -> None:
    subscription = world.subscriptions[event.subscription]
    unschedule(world, "renewal", subscription.id)
    schedule(world, "incomplete_expiry", subscription.id, event.expires_at)
    world.subscriptions[subscription.id] = replace(subscription, status="incomplete", access=False)


def _activated(world: World, event: ev.SubscriptionActivated) -> None:
    subscription = world.subscriptions[event.subscription]
    unschedule(world, "incomplete_expiry", subscription.id)
    schedule(world, "renewal", subscription.id, event.renews_at)
    world.subscriptions[subscription.id] = replace(subscription, status="active", access=True)


def _expired(world: World, event: ev.SubscriptionExpired) -> None:
    subscription = world.subscriptions[event.subscription]
    for kind in ("incomplete_expiry", "cancellation"):
        unschedule(world, kind, subscription.id)
    for invoice_id in subscription.unpaid:
        unschedule(world, "retry", invoice_id)
        world.invoices[invoice_id] = replace(world.invoices[invoice_id], retry_at=None)
    for item in subscription.items:
        world.live.pop(item.component, None)
    world.subscriptions[subscription.id] = replace(
        subscription, status="incomplete_expired", access=False, ended_at=event.at, queued=None
    )


HANDLERS: Final[Handlers] = {
    ev.SubscriptionIncomplete: _incomplete,
    ev.SubscriptionActivated: _activated,
    ev.SubscriptionExpired: _expired,
}
