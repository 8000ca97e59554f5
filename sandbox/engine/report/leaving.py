"""Report, of offers, tasks and notes."""

from __future__ import annotations

from typing import Any

from sandbox.engine.leaving import Offer
from sandbox.engine.report.moments import moment
from sandbox.engine.task import Note, Task


def offer(one: Offer, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "subscription": one.subscription,
        "kind": one.terms.kinds[0],
        "coupon": one.terms.coupon,
        "pause_days": one.terms.pause_days,
        "price": one.terms.price,
        "channel": one.channel,
        "reason": one.reason,
        "status": one.status,
        "at": moment(one.at, zone),
        "expires": moment(one.expires_at, zone),
        "answered": moment(one.answered_at, zone),
    }


def task(one: Task, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "about": one.about,
        "amount": one.amount,
        "to": one.to,
        "reason": one.reason,
        "status": "open" if one.closed_at is None else "done",
        "opened": moment(one.opened_at, zone),
        "closed": moment(one.closed_at, zone),
        "result": one.result,
        "actor": one.actor,
    }


def note(one: Note, zone: str) -> dict[str, Any]:
    return {"id": one.id, "customer": one.customer, "at": moment(one.at, zone), "actor": one.actor}
