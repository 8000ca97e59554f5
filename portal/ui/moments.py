"""Instants said as people say them: "sexta", "em 12 dias", "14 dez"; always beside the exact date.

A day alone is the organisation's. A clock time is the reader's, and so is the day said with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.people.days import at_home, on_their_clock, today
from portal.people.zones import city

WEEK = 7
NEAR = 2
"""Less than so many days away, the hour matters too."""
HOURS = frozenset("aAeEfgGhHiIOPsTuUZcr")
"""What writes a clock time, or a zone, in a pattern of Django's."""
SPOKEN_DAYS = 30
"""Beyond this many days a distance says less than a date."""


@dataclass(frozen=True)
class Said:
    """A moment in words, in full, and for machines."""

    text: str
    exact: str
    iso: str


def say(moment: datetime | date, *, prefix: str = "", now: datetime | None = None) -> Said:
    """`prefix` is "due", "since", "until" or ""; with `now`, the practice company's clock, nobody's own zone counts."""
    here = at_home(now or timezone.now()).date()
    local = at_home(moment) if isinstance(moment, datetime) else None
    day = local.date() if local else moment
    days = (day - here).days
    words = {"due": _due, "since": _since, "until": _until}.get(prefix, _plain)(day, days)
    if local is None or _is_edge_of_day(local):
        return Said(words, in_full(day), moment.isoformat())
    theirs = local if now else on_their_clock(local)
    if not prefix and abs(days) < NEAR:
        words = _with_time(theirs, here if now else on_their_clock(timezone.now()).date())
    return Said(words, exact(theirs), moment.isoformat())


def exact(clock: datetime) -> str:
    """A day and its clock time in full, and whose clock it is."""
    place = city(getattr(clock.tzinfo, "key", "UTC"))
    return _("%(moment)s, %(city)s time") % {"moment": date_format(clock, "DATETIME_FORMAT"), "city": place}


def clock(moment: datetime) -> Said:
    """The clock time alone, in the reader's zone."""
    theirs = on_their_clock(moment)
    return Said(theirs.strftime("%H:%M"), exact(theirs), moment.isoformat())


def stamp(moment: datetime) -> Said:
    """A day and its clock time in figures, in the reader's zone: for lists of what happened."""
    theirs = on_their_clock(moment)
    return Said(date_format(theirs, "SHORT_DATETIME_FORMAT"), exact(theirs), moment.isoformat())


def tells_the_hour(pattern: str | None) -> bool:
    """Whether a pattern of Django's, or the format it names, writes a clock time and not a day alone."""
    letters = re.sub(r"\\.", "", get_format(pattern or "DATE_FORMAT"))
    return bool(set(letters) & HOURS)


def is_far(moment: datetime) -> bool:
    """More than a week away."""
    return (at_home(moment).date() - today()).days > WEEK


def _with_time(local: datetime, here: date) -> str:
    day = local.date()
    return _("%(day)s at %(time)s") % {"day": _plain(day, (day - here).days), "time": local.strftime("%H:%M")}


def _is_edge_of_day(local: datetime | None) -> bool:
    """The first or last instant of a day stands for the day; its clock time says nothing."""
    return local is not None and (local.hour, local.minute) in {(0, 0), (23, 59)}


def _due(day: date, days: int) -> str:
    if days < -SPOKEN_DAYS:
        return _("was due on %(date)s") % {"date": _short(day)}
    if days < -1:
        return ngettext("was due %(n)s day ago", "was due %(n)s days ago", -days) % {"n": -days}
    if days == -1:
        return _("was due yesterday")
    if days <= SPOKEN_DAYS:
        return _("due %(day)s") % {"day": _plain(day, days)}
    return _("due on %(date)s") % {"date": _short(day)}


def _since(day: date, days: int) -> str:
    return _("since %(day)s") % {"day": _plain(day, days) if days in {0, -1} else _short(day)}


def _until(day: date, days: int) -> str:
    return _("until %(day)s") % {"day": _plain(day, days) if -1 <= days < WEEK else _short(day)}


def _plain(day: date, days: int) -> str:
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}.get(days)
    if near:
        return near
    if 0 < days < WEEK:
        return _weekday(day)
    if 0 < days <= SPOKEN_DAYS:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    if -SPOKEN_DAYS <= days < 0:
        return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}
    return _short(day)


def _weekday(day: date) -> str:
    """As it is said aloud: "sexta", not "sexta-feira"."""
    return str(WEEKDAYS[day.weekday()]).removesuffix("-feira")


def _short(day: date) -> str:
    pattern = "j M" if day.year == today().year else "j M Y"
    return _lowered(date_format(day, pattern))  # the short month is capitalised by Django itself


def in_full(moment: datetime | date) -> str:
    """The organisation's day, written out."""
    return date_format(at_home(moment).date() if isinstance(moment, datetime) else moment, "DATE_FORMAT")


def _lowered(words: str) -> str:
    """Portuguese writes its months small."""
    return words.lower() if (get_language() or "").startswith("pt") else words
