"""Apply: what each event does to an owned world. It never refuses, never decides and reads no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.catalogue import Company
from sandbox.engine.codec import canonical
from sandbox.engine.ledger import Posting
from sandbox.engine.settling import SETTLING
from sandbox.engine.subscription import Customer, Item, Status
from sandbox.engine.world import KeyedAnswer, Message, World, schedule, unschedule


def apply(world: World, event: ev.Event) -> World:
    """The world after one event; the one given stays as it was."""
    return apply_owned(world.own(), event)


def replay(events: Iterable[ev.Event]) -> World:
    """The world a journal leads to."""
    world = World.empty().own()
    for event in events:
        world = apply_owned(world, event)
    return world


def apply_owned(world: World, event: ev.Event) -> World:
    """As `apply`, writing into the tables of a world the caller alone holds."""
    if type(event) is ev.ClockMoved:
        if event.key is not None and event.digest is not None:
            world.keys[event.key] = KeyedAnswer(event.digest, event.group)
        return replace(world, now=max(world.now, event.to))
    changed = HANDLERS[type(event)](world, event)
    postings: tuple[Posting, ...] = getattr(event, "postings", ())
    for posting in postings:
        world.ledger[posting.account] = world.ledger.get(posting.account, 0) + posting.amount
    return replace(
        changed or world,
        now=max(world.now, event.at),
        group=event.group,
        groups=world.groups + (event.group != world.group),
        event_count=world.event_count + 1,
        chain=hashlib.sha256(world.chain.encode() + canonical(event)).hexdigest(),
    )


def _keyed(world: World, event: ev.CommandKeyed) -> None:
    world.keys[event.key] = KeyedAnswer(event.digest, event.group)


def _opened(world: World, event: ev.CompanyOpened) -> World:
    return replace(
        world,
        company=Company(event.currency, event.timezone, event.seed, event.at, event.policy),
        now=event.at,
    )


def _policy_set(world: World, event: ev.PolicySet) -> World:
    return replace(world, company=replace(world.require_company(), policy=event.policy))


def _plan_added(world: World, event: ev.PlanAdded) -> None:
    world.plans[event.plan.id] = event.plan
    for price in event.prices:
        world.prices[price.id] = price


def _tax_added(world: World, event: ev.TaxAdded) -> None:
    world.taxes[event.tax.id] = event.tax


def _coupon_added(world: World, event: ev.CouponAdded) -> None:
    world.coupons[event.coupon.id] = event.coupon


def _coupon_applied(world: World, event: ev.CouponApplied) -> None:
    world.applications[event.application.id] = event.application
    world.counters["application"] = world.counters.get("application", 0) + 1


def _customer_added(world: World, event: ev.CustomerAdded) -> None:
    world.customers[event.customer] = Customer(event.customer, event.language)


def _method_added(world: World, event: ev.MethodAdded) -> None:
    method = event.method
    world.methods[method.id] = method
    customer = world.customers[method.customer]
    as_default = event.default or customer.default_method in (None, event.replaces)
    world.customers[customer.id] = replace(
        customer,
        methods=(*customer.methods, method.id),
        default_method=method.id if as_default else customer.default_method,
    )
    if event.replaces is not None:
        world.methods[event.replaces] = replace(world.methods[event.replaces], replaced_by=method.id)
        for subscription in list(world.subscriptions.values()):
            if subscription.method == event.replaces:
                world.subscriptions[subscription.id] = replace(subscription, method=method.id)


def _scripted(world: World, event: ev.GatewayScripted) -> None:
    world.methods[event.method] = replace(world.methods[event.method], script=event.script, cursor=0)


def _started(world: World, event: ev.SubscriptionStarted) -> None:
    world.subscriptions[event.subscription.id] = event.subscription
    _count_components(world, event.subscription.id, event.subscription.items)
    kind = "trial_end" if event.subscription.status == "trialing" else "renewal"
    schedule(world, kind, event.subscription.id, event.renews_at)


def _renewed(world: World, event: ev.SubscriptionRenewed) -> None:
    subscription = world.subscriptions[event.subscription]
    status: Status = "active" if subscription.status == "trialing" else subscription.status
    unschedule(world, "trial_end", subscription.id)
    world.subscriptions[subscription.id] = replace(subscription, status=status, period=event.period, term=event.term)
    schedule(world, "renewal", subscription.id, event.renews_at)


def _paused(world: World, event: ev.SubscriptionPaused) -> None:
    subscription = world.subscriptions[event.subscription]
    pause = event.pause
    if pause.kind == "service":
        # Time stands still: nothing renews, and what was charged for it has been given back.
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


def _charge_added(world: World, event: ev.ChargeAdded) -> None:
    world.charges[event.charge.id] = event.charge
    world.counters["charge"] = world.counters.get("charge", 0) + 1


def _change_queued(world: World, event: ev.ChangeQueued) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, queued=event.change)


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
    kind = "trial_end" if subscription.status == "trialing" else "renewal"
    schedule(world, kind, subscription.id, event.renews_at)


def _count_components(world: World, subscription: str, items: Iterable[Item]) -> None:
    """A component's number is never given twice."""
    highest = max(int(item.component.rpartition("/")[2]) for item in items)
    name = f"component:{subscription}"
    world.counters[name] = max(world.counters.get(name, 0), highest)


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


def _past_due(world: World, event: ev.SubscriptionPastDue) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, status="past_due", access=event.access)


def _stop_dunning(world: World, subscription_id: str) -> None:
    for kind in ("final_notice", "suspend", "dunning_cancel"):
        unschedule(world, kind, subscription_id)


def _recovered(world: World, event: ev.SubscriptionRecovered) -> None:
    subscription = world.subscriptions[event.subscription]
    _stop_dunning(world, subscription.id)
    world.subscriptions[subscription.id] = replace(subscription, status="active", access=True, suspended_at=None)
    if event.renews_at is not None:
        schedule(world, "renewal", subscription.id, event.renews_at)


def _suspended(world: World, event: ev.SubscriptionSuspended) -> None:
    subscription = world.subscriptions[event.subscription]
    unschedule(world, "suspend", subscription.id)
    unschedule(world, "renewal", subscription.id)
    world.subscriptions[subscription.id] = replace(
        subscription, status="suspended", access=False, suspended_at=event.at
    )


def _cancellation_scheduled(world: World, event: ev.CancellationScheduled) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, cancel_at=event.ends_at)
    schedule(world, "cancellation", subscription.id, event.ends_at)


def _cancellation_undone(world: World, event: ev.CancellationUndone) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, cancel_at=None)
    unschedule(world, "cancellation", subscription.id)


def _cancelled(world: World, event: ev.SubscriptionCancelled) -> None:
    subscription = world.subscriptions[event.subscription]
    _stop_dunning(world, subscription.id)
    for kind in ("cancellation", "renewal", "trial_end", "resume"):
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


def _message_sent(world: World, event: ev.MessageSent) -> None:
    world.messages[event.message] = Message(
        event.message,
        event.customer,
        event.template,
        event.channel,
        event.fields,
        event.invoice,
        event.at,
        event.actor,
    )


# Each handler takes exactly the event type it is listed under, which a mapping's type cannot say.
HANDLERS: Final[dict[type[ev.Base], Callable[[World, Any], World | None]]] = {
    **SETTLING,
    ev.CommandKeyed: _keyed,
    ev.CompanyOpened: _opened,
    ev.PolicySet: _policy_set,
    ev.PlanAdded: _plan_added,
    ev.TaxAdded: _tax_added,
    ev.CouponAdded: _coupon_added,
    ev.CouponApplied: _coupon_applied,
    ev.CustomerAdded: _customer_added,
    ev.MethodAdded: _method_added,
    ev.GatewayScripted: _scripted,
    ev.SubscriptionStarted: _started,
    ev.SubscriptionRenewed: _renewed,
    ev.SubscriptionPaused: _paused,
    ev.SubscriptionResumed: _resumed,
    ev.ChargeAdded: _charge_added,
    ev.ChangeQueued: _change_queued,
    ev.SubscriptionChanged: _changed,
    ev.DunningScheduled: _dunning_scheduled,
    ev.FinalNoticeDue: _final_notice_due,
    ev.SubscriptionPastDue: _past_due,
    ev.SubscriptionRecovered: _recovered,
    ev.SubscriptionSuspended: _suspended,
    ev.CancellationScheduled: _cancellation_scheduled,
    ev.CancellationUndone: _cancellation_undone,
    ev.SubscriptionCancelled: _cancelled,
    ev.MessageSent: _message_sent,
}
