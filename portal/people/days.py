"""Days are the organisation's, wherever a person sits; only clock times are told in a person's own zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """The organisation's day now."""
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    """The organisation's day on which an instant falls."""
    return at_home(moment).date()


def at_home(moment: datetime) -> datetime:
    """An instant on the organisation's clock, whatever zone the request is answered in."""
    return timezone.localtime(moment, timezone.get_default_timezone())
