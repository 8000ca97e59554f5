"""Invariants of what is billed in arrears."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine.calendar import Point
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.subscription import ENDED
from sandbox.engine.world import World


def unbilled_rules(world: World, subscription_id: str) -> Iterator[Broken]:
    """Nothing runs up for what has ended, and no time of a component runs up twice."""
    stretches = world.unbilled.get(subscription_id, ())
    if stretches and world.subscriptions[subscription_id].status in ENDED:
        yield "nothing_runs_up_after_the_end", {"subscription": subscription_id}
    last: dict[str, Point | None] = {}
    for one in sorted(stretches, key=lambda stretch: stretch.first):
        end = last.get(one.component, one.first)
        if end is None or one.first < end:
            yield "no_time_runs_up_twice", {"subscription": subscription_id, "component": one.component}
        last[one.component] = None if one.period is None else one.period.last


def arrears_rules(world: World) -> Iterator[Broken]:
    """No time that an invoice or a draft bills runs up as well."""
    billed: dict[str, Point] = {}
    for invoice in world.invoices.values():
        if invoice.status != "void":
            for line in invoice.document.lines:
                if line.is_charge:
                    billed[line.component] = max(billed.get(line.component, line.period.last), line.period.last)
    for subscription_id, stretches in world.unbilled.items():
        yield from unbilled_rules(world, subscription_id)
        for one in stretches:
            if one.first < billed.get(one.component, one.first):
                yield "no_billed_time_runs_up", {"subscription": subscription_id, "component": one.component}
