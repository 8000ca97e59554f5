"""Report, of subscriptions."""

from __future__ import annotations

from typing import Any

from sandbox.engine.report.moments import bounds, moment
from sandbox.engine.subscription import QueuedChange, Subscription


def subscription(one: Subscription, zone: str) -> dict[str, Any]:
    unit = one.interval.unit
    return {
        "id": one.id,
        "customer": one.customer,
        "status": one.status,
        "anchor_day": one.anchor.day if unit in ("month", "year") else None,
        "period": bounds(one.period, zone),
        "items": [{"component": item.component, "price": item.price, "quantity": item.quantity} for item in one.items],
        "collection": one.collection,
        "due_days": one.days_to_pay if one.collection == "send" else None,
        "method": one.method,
        "access": one.access,
        "started_at": moment(one.started_at, zone),
        "starts_at": moment(one.started_at, zone) if one.is_pending else None,
        "cancel_at": moment(one.cancel_at, zone),
        "ended_at": moment(one.ended_at, zone),
        "end_kind": one.end_kind,
        "unpaid": list(one.unpaid),
        "queued": _queued(one.queued),
        "trial_ends_at": moment(one.trial_ends_at, zone),
        "pause": None
        if one.pause is None
        else {"kind": one.pause.kind, "since": moment(one.pause.since, zone), "until": moment(one.pause.until, zone)},
    }


def _queued(change: QueuedChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    items = [{"price": one.price, "quantity": one.quantity} for one in change.items]
    return {"items": items, "anchor": change.anchor, "anchor_day": change.anchor_day}
