"""Report, of metrics: months from opening to closing, with the switches that counted them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sandbox.engine.events import Event
from sandbox.engine.metrics import Month, measure, monthly_recurring
from sandbox.engine.metrics.months import ChurnBase
from sandbox.engine.money import half_up
from sandbox.engine.world import World


def metrics(world: World, journal: Iterable[Event] | None) -> dict[str, Any]:
    """MRR now; with the journal, how every month led to it. Rates are percentages with two decimals, or null."""
    now = monthly_recurring(world)
    if journal is None:
        return {"mrr": now}
    found = measure(journal, world.require_company().policy)
    last = _month(found.months[-1], found.churn_base)
    return {
        "mrr": now,
        **{name: last[name] for name in ("arr", "arpu", "ltv")},
        "movements": [_month(one, found.churn_base) for one in found.months],
        "recovery": [
            {
                "month": one.month,
                "failed": one.failed,
                "recovered": one.recovered,
                "amount": one.amount,
                "amount_recovered": one.amount_recovered,
                "rate": percent(one.rate),
            }
            for one in found.recovery
        ],
        "retention": [
            {
                "month": one.month,
                "customers": one.customers,
                "retained": [percent(Fraction(left, one.customers)) for left in one.retained],
            }
            for one in found.retention
        ],
        "switches": {
            "mrr_discounts": found.mrr_discounts,
            "mrr_past_due": found.mrr_past_due,
            "churn_base": found.churn_base,
        },
    }


def _month(one: Month, base: ChurnBase) -> dict[str, Any]:
    return {
        "month": one.month,
        "opening": one.opening,
        "new": one.new,
        "expansion": one.expansion,
        "contraction": one.contraction,
        "churn": one.churn,
        "reactivation": one.reactivation,
        "closing": one.closing,
        "arr": one.arr,
        "arpu": one.arpu,
        "ltv": one.ltv(base),
        "customers": {
            "opening": one.opening_customers,
            "new": one.new_customers,
            "reactivated": one.reactivated_customers,
            "churned": one.churned_customers,
            "closing": one.closing_customers,
        },
        "logo_churn": percent(one.logo_churn(base)),
        "gross_mrr_churn": percent(one.gross_mrr_churn),
        "net_mrr_churn": percent(one.net_mrr_churn),
        "grr": percent(one.grr),
        "nrr": percent(one.nrr),
        "voluntary_churn": {"mrr": one.voluntary, "customers": one.voluntary_customers},
        "involuntary_churn": {"mrr": one.involuntary, "customers": one.involuntary_customers},
    }


def percent(rate: Fraction | None) -> str | None:
    """`5.26` for 1/19, half-up on the magnitude."""
    if rate is None:
        return None
    whole, decimals = divmod(abs(half_up(rate * 10_000)), 100)
    return f"{'-' if rate < 0 and (whole or decimals) else ''}{whole}.{decimals:02d}"
