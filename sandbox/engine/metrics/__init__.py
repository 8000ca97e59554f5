"""Metrics: what a company earns a month and how that came about, from its journal alone, in one pass."""

from __future__ import annotations

from sandbox.engine.metrics.measuring import measure
from sandbox.engine.metrics.months import Cohort, Metrics, Month, Recovery
from sandbox.engine.metrics.recurring import monthly_recurring

__all__ = ["Cohort", "Metrics", "Month", "Recovery", "measure", "monthly_recurring"]
