"""Measuring: one pass over a journal, and what its months, debts and cohorts came to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sandbox.engine import events as ev
from sandbox.engine.catalogue import Policy
from sandbox.engine.metrics.folding import Closed, Fold
from sandbox.engine.metrics.months import Cohort, Definitions, Metrics, Recovery


def measure(events: Iterable[ev.Event], policy: Policy) -> Metrics:
    """The metrics of a journal, all of it counted by the switches of one policy."""
    fold = Fold.begin([Definitions.of(policy)])
    for event in events:
        fold.take(event)
    return metrics_of(fold.finish(), policy)


def metrics_of(months: Sequence[Closed], policy: Policy) -> Metrics:
    """Every month from the first to the running one, read by the switches of one policy."""
    key = Definitions.of(policy).key
    figures = [one.figures[key] for one in months]
    return Metrics(
        [one.movement for one in figures],
        recoveries(months),
        [
            Cohort(
                first.movement.month,
                first.movement.new_customers,
                [one.alive.get(first.movement.month, 0) for one in figures[place:]],
            )
            for place, first in enumerate(figures)
            if first.movement.new_customers
        ],
        policy.mrr_discounts,
        policy.mrr_past_due,
        policy.churn_of,
    )


def recoveries(months: Iterable[Closed]) -> list[Recovery]:
    """By month of the first failure, what of it was paid by now."""
    found: dict[str, Recovery] = {}
    for month in months:
        for part in month.debts:
            one = found.setdefault(part.cohort, Recovery(part.cohort))
            one.failed += part.failed
            one.amount += part.amount
            one.recovered += part.recovered
            one.amount_recovered += part.amount_recovered
    return [found[month] for month in sorted(found)]
