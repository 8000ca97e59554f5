"""Instants said as people say them: "sexta", "em 12 dias", "14 dez"; always beside the exact date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.people.days import today

WEEK = 7
SPOKEN_DAYS = 30
"""Beyond this many days a distance says less than a date."""


@dataclass(frozen=True)
class Said:
    """A moment in words, in full, and for machines."""

    text: str
    exact: str
    iso: str


def say(moment: datetime | date, *, prefix: str = "", now: datetime | None = None) -> Said:
    """`prefix` is "due", "since", "until" or ""; days are days of the organisation's zone."""
    zone = timezone.get_default_timezone()
    here = timezone.localtime(now or timezone.now(), zone).date()
    local = timezone.localtime(moment, zone) if isinstance(moment, datetime) else None
    day = local.date() if local else moment
    days = (day - here).days
    words = {"due": _due, "since": _since, "until": _until}.get(prefix, _plain)(day, days)
    if not prefix and local and abs(days) < 2:
        words = _("%(day)s at %(time)s") % {"day": words, "time": local.strftime("%H:%M")}
    return Said(words, _in_full(day, local if not _is_edge_of_day(local) else None), moment.isoformat())


def is_far(moment: datetime) -> bool:
    """More than a week away."""
    zone = timezone.get_default_timezone()
    return (timezone.localtime(moment, zone).date() - timezone.localtime(timezone.now(), zone).date()).days > WEEK


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


def _in_full(day: date, local: datetime | None) -> str:
    return date_format(local, "DATETIME_FORMAT") if local else date_format(day, "DATE_FORMAT")


def _lowered(words: str) -> str:
    """Portuguese writes its months small."""
    return words.lower() if (get_language() or "").startswith("pt") else words
