"""Days are the organisation's, wherever a person sits; only clock times are told in a person's own zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone


def today() -> date:
    """The organisation's day now."""
    return day_of(timezone.now())


def day_of(moment: datetime) -> date:
    """The organisation's day on which an instant falls."""
    return at_home(moment).date()


def at_home(moment: datetime) -> datetime:
    """An instant on the organisation's clock, whatever zone the request is answered in."""
    return timezone.localtime(moment, home())


def on_their_clock(moment: datetime) -> datetime:
    """An instant on the clock of the person who is answered: for clock times, and never to learn which day it is."""
    return timezone.localtime(moment)


def home() -> tzinfo:
    """The organisation's zone."""
    return timezone.get_default_timezone()


def their_zone() -> tzinfo:
    """The zone of the person who is answered; the organisation's for a stranger."""
    return timezone.get_current_timezone()


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    """Tell clock times in this zone, "" for the organisation's; a request and a mail to somebody stand inside.

    A zone that this machine's tables do not know, or no longer, is the organisation's: nobody is shut out by a clock.
    """
    try:
        zone: tzinfo = ZoneInfo(name) if name else home()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = home()
    with timezone.override(zone):
        yield
