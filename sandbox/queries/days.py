"""Days: the events of a stretch of company days, found by the instant that each writes of itself."""

from __future__ import annotations

from datetime import UTC, date

from django.db.models import CharField, F, Func, QuerySet, Value

from sandbox.engine import calendar
from sandbox.models import JournalEvent

# The text alone is read: taking every event apart for an index of its own cost ten times as much.
_AT = Func(F("payload"), Value("at"), template="(%(expressions)s)", arg_joiner=" ->> ", output_field=CharField())


def of_days(
    rows: QuerySet[JournalEvent], zone: str, *, first: date | None = None, before: date | None = None
) -> QuerySet[JournalEvent]:
    """Those from the beginning of `first` and before that of `before`, in the company's zone."""
    # Instants are written alike, in UTC, so that they compare as texts do.
    if first:
        rows = rows.alias(at=_AT).filter(at__gte=_written(first, zone))
    if before:
        rows = rows.alias(at=_AT).filter(at__lt=_written(before, zone))
    return rows


def _written(day: date, zone: str) -> str:
    return calendar.start_of_day(day, zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
