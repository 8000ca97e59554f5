"""Metrics: what a company earns a month and how that came about, from its journal alone, in one pass."""

from __future__ import annotations

from sandbox.engine.metrics.daybook import LATE_DAYS, Aged, Books, Returned, age_class, aging
from sandbox.engine.metrics.debts import OVERDUE, Collected
from sandbox.engine.metrics.folding import Closed, Fold, decode_fold, encode_fold
from sandbox.engine.metrics.measuring import measure, metrics_of, recoveries
from sandbox.engine.metrics.months import (
    EVERY_DEFINITION,
    ChurnBase,
    Cohort,
    Definitions,
    Figures,
    Metrics,
    Month,
    Recovery,
)
from sandbox.engine.metrics.recurring import monthly_recurring

__all__ = [
    "EVERY_DEFINITION",
    "LATE_DAYS",
    "OVERDUE",
    "Aged",
    "Books",
    "ChurnBase",
    "Closed",
    "Cohort",
    "Collected",
    "Definitions",
    "Figures",
    "Fold",
    "Metrics",
    "Month",
    "Recovery",
    "Returned",
    "age_class",
    "aging",
    "decode_fold",
    "encode_fold",
    "measure",
    "metrics_of",
    "monthly_recurring",
    "recoveries",
]
