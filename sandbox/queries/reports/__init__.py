"""Reports of a practice company: each reads the months that the projection keeps, by the definitions that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sandbox.queries.reports import (
    aging,
    books,
    churn,
    mrr,
    overview,
    recovery,
    refunds,
    retention,
    statement,
    value,
)
from sandbox.queries.reports.reading import Reading, Report, reading_of

__all__ = ["REPORTS", "Kind", "Reading", "Report", "overview", "reading_of"]


@dataclass(frozen=True)
class Kind:
    """A report: its word in the address, its name, and how it is made."""

    slug: str
    title: str | Promise
    icon: str
    made: Callable[[Reading], Report]


REPORTS: Mapping[str, Kind] = {
    one.slug: one
    for one in (
        Kind("mrr", pgettext_lazy("report", "MRR and movements"), "trending-up", mrr.report),
        Kind("churn", pgettext_lazy("report", "Churn and retention"), "user-round-minus", churn.report),
        Kind("retention", pgettext_lazy("report", "Cohorts"), "grid-3x3", retention.report),
        Kind("recovery", pgettext_lazy("report", "Recovery"), "life-buoy", recovery.report),
        Kind("aging", pgettext_lazy("report", "Receivables by age"), "hourglass", aging.report),
        Kind("refunds", pgettext_lazy("report", "Refunds"), "undo-2", refunds.report),
        Kind("value", pgettext_lazy("report", "ARPU and LTV"), "gem", value.report),
        Kind("books", pgettext_lazy("report", "Trial balance"), "scale", books.report),
        Kind("statement", pgettext_lazy("report", "Customer statement"), "receipt-text", statement.report),
    )
}
