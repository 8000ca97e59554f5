"""Deadlines: what is left of a term, said in business days, with the day itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox.engine import calendar
from sandbox.queries.scene import Scene

NEAR = 3
"""So many business days or fewer left, and a term is amber."""
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Left:
    """What a badge says of a term; `title` gives the day and what kind of days were counted."""

    tone: str
    label: str
    icon: str
    title: str
    day: str
    """The day alone, for beside the badge."""
    is_late: bool = False


def days_left(scene: Scene, due: date, done: datetime | None = None) -> Left:
    """What is left until the end of a day, or how it was kept."""
    company = scene.world.require_company()
    today = calendar.day_of(done or scene.world.now, scene.zone)
    on_time = today <= due
    days = abs((due - today).days)
    business = abs(calendar.business_days_between(today, due, company.holidays))
    day = title = _("due on %(day)s") % {"day": scene.written_day(due)}
    if done is not None:
        said = _("in time") if on_time else ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
        return Left("ok" if on_time else "late", said, "check" if on_time else "alarm-clock", title, day, not on_time)
    if not on_time:
        said = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
        return Left("late", said, "alarm-clock", title, day, is_late=True)
    if not days:
        return Left("warn", _("due today"), "hourglass", title, day)
    if days == 1:
        return Left("warn", _("due tomorrow"), "hourglass", title, day)
    title += " · " + ngettext("%(n)s calendar day", "%(n)s calendar days", days) % {"n": days}
    said = ngettext("%(n)s business day left", "%(n)s business days left", business) % {"n": business}
    return Left("warn" if business <= NEAR else "calm", said, "hourglass", title, day)


def hours_left(scene: Scene, instant: datetime, done: datetime | None = None) -> Left:
    """What is left of a term that the law counts in hours."""
    moment = done or scene.world.now
    hours = abs(instant - moment) // AN_HOUR
    day = title = _("due on %(day)s") % {"day": scene.moment(instant)}
    if done is not None and done <= instant:
        return Left("ok", _("in time"), "check", title, day)
    if moment > instant:
        said = ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
        return Left("late", said, "alarm-clock", title, day, is_late=True)
    said = ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}
    return Left("warn", said, "hourglass", title, day)
