"""Due days as iCalendar (RFC 5545, 7986): all-day events on the organisation's days, the same bytes for the same facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vDuration, vUri

from portal.calendars.queries import DueDay
from portal.people.days import home

REFRESH = timedelta(hours=4)
REMINDS = (timedelta(days=7), timedelta(days=1))
MORNING = timedelta(hours=9)
"""An all-day event begins at midnight: it is spoken of at nine in the morning of a day before."""


def written(days: Iterable[DueDay], *, language: str) -> bytes:
    """One calendar in the language being spoken. Nothing in it depends on when it is asked for."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Vigente//{language}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _("Vigente: what is due"))
    calendar.add("x-wr-timezone", str(home()))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for day in days:
        calendar.add_component(_event(day))
    return bytes(calendar.to_ical())


def _event(due: DueDay) -> Event:
    event = Event()
    event.add("uid", str(due.uid))
    event.add("sequence", due.sequence)
    changed = due.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("summary", _("Due: %(title)s") % {"title": due.title})
    event.add("description", "\n".join(word for word in (str(due.kind), due.summary, due.url) if word))
    event.add("url", vUri(due.url))
    event.add("categories", [str(due.kind)])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for before in REMINDS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _("Due: %(title)s") % {"title": due.title})
        alarm.add("trigger", MORNING - before)
        event.add_component(alarm)
    return event
