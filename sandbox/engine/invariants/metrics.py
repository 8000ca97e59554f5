"""Invariants of metrics: what customers bring is told whole by how it moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sandbox.engine import events as ev
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.metrics import measure, monthly_recurring
from sandbox.engine.world import World


def metric_rules(world: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    """MRR: opening + movements = closing, month by month, up to what the present world brings."""
    if world.company is None:
        return
    found = measure(events, world.company.policy)
    standing = customers = 0
    for month in found.months:
        if (month.opening, month.opening_customers) != (standing, customers):
            yield "mrr_opening_and_movements_are_closing", {"month": month.month, "opening": month.opening}
        if month.voluntary + month.involuntary != month.churn:
            yield "churn_is_voluntary_or_involuntary", {"month": month.month}
        standing, customers = month.closing, month.closing_customers
    now = monthly_recurring(world)
    if standing != now:
        yield "mrr_opening_and_movements_are_closing", {"moved_to": standing, "brings": now}
    if customers != sum(one.retained[-1] for one in found.retention):
        yield "customers_are_those_of_the_cohorts", {"customers": customers}
