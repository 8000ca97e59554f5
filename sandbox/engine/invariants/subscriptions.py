"""Invariants of subscriptions and of the time they bill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sandbox.engine import calendar
from sandbox.engine.calendar import Point
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.subscription import Subscription
from sandbox.engine.world import World


def subscription_rules(subscription: Subscription, zone: str) -> Iterator[Broken]:
    expected = calendar.boundary_point(subscription.anchor, subscription.interval, subscription.term, zone)
    # A trial ends where it ends, and a last period is cut where the subscription ends, or was to end.
    is_free = subscription.term == 0 or subscription.cancel_at is not None or subscription.ended_at is not None
    if subscription.period.last not in (expected, subscription.cut) and not is_free:
        facts = {
            "subscription": subscription.id,
            "end": _said(subscription.period.last),
            "expected": _said(expected),
        }
        yield "anchor_never_drifts", facts
    if subscription.period.length <= 0:
        yield "periods_are_not_empty", {"subscription": subscription.id}


def _said(point: Point) -> str:
    return str(point.at or point.day)


def tiling_rules(world: World, subscriptions: Iterable[str]) -> Iterator[Broken]:
    """No two lines of one component cover the same time."""
    last: dict[str, Point] = {}
    for invoice in world.invoices.values():
        if invoice.status == "void":
            continue
        of_time = (one for one in invoice.document.lines if one.is_charge)
        for line in sorted(of_time, key=lambda one: one.period.first):
            if line.component in last and line.period.first < last[line.component]:
                yield (
                    "no_two_live_lines_overlap",
                    {"component": line.component, "invoice": invoice.document.id},
                )
            last[line.component] = line.period.last
