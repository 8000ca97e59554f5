"""The tags every page is built from; what each one draws stands in templates/components/README.md."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Protocol

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import defaultfilters
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.people.days import at_home, on_their_clock
from portal.ui import amounts, icons, moments
from portal.ui.markdown import framed, to_html

register = template.Library()

TONES = {"calm": "calendar", "ok": "check", "warn": "clock", "late": "triangle-alert", "plain": ""}
"""What a badge may say, and the icon that says it too where the caller names none: never colour alone."""


MOMENT_OF = {
    "overdue": ("due", False),
    "due": ("due", False),
    "lapsed": ("since", True),
    "grace": ("until", True),
    "lapsing": ("due", False),
    "in_force": ("until", True),
}
"""How a status speaks of its instant, and whether its own word is said before it."""


class Status(Protocol):
    """What a duty says of itself."""

    name: str
    tone: str
    icon: str
    label: str | Promise


class DatedStatus(Protocol):
    """A status and the instant it speaks of."""

    status: Status
    matters_at: datetime | None


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A lucide icon, hidden from screen readers: the word stands beside it."""
    return icons.svg(name, size)


@register.inclusion_tag("components/badge.html")
def badge(tone: str, label: str | Promise, icon: str = "", title: str | Promise = "") -> dict[str, Any]:
    """A status: colour, icon and word together."""
    tone = tone if tone in TONES else "plain"
    return {"tone": tone, "label": label, "icon": icon or TONES[tone], "title": title}


@register.inclusion_tag("components/badge.html")
def duty_status(status: Status) -> dict[str, Any]:
    """The badge of a duty's status."""
    return badge(status.tone, status.label, status.icon, getattr(status, "sentence", ""))


@register.inclusion_tag("components/badge.html")
def duty_badge(row: DatedStatus) -> dict[str, Any]:
    """The badge of a duty with its instant: "vence sexta", "em vigor até 14 dez"; amber only when it is near."""
    status = row.status
    prefix, with_label = MOMENT_OF.get(status.name, ("", True))
    moment = when(row.matters_at, prefix)
    label = format_html("{} {}", status.label, moment) if with_label else moment
    if status.name == "due" and row.matters_at and moments.is_far(row.matters_at):
        return badge("calm", label, "calendar")
    return badge(status.tone, label if row.matters_at else status.label, status.icon)


@register.inclusion_tag("components/meter.html")
def meter(done: int, of: int, label: str | Promise) -> dict[str, Any]:
    """A bar filled to done/of; `label` is what a screen reader hears: "4 of 5 lessons"."""
    return {"percent": _percent(done, of), "label": label, "is_full": 0 < of <= done}


@register.inclusion_tag("components/ring.html")
def ring(done: int, of: int, label: str | Promise) -> dict[str, Any]:
    """A ring filled to done/of with the two figures in it."""
    percent = _percent(done, of)
    return {"percent": percent, "done": done, "of": of, "label": label, "is_full": 0 < of <= done}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with its label, help and errors; choices become rows one can tap."""
    widget = bound.field.widget
    return {
        "field": bound,
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "is_checkbox": isinstance(widget, CheckboxInput),
    }


@register.simple_tag
def when(moment: datetime | date | None, prefix: str = "", now: datetime | None = None) -> SafeString:
    """A <time> said as people say it, with the exact date on hover and for screen readers."""
    if moment is None:
        return mark_safe("")
    return _time(moments.say(moment, prefix=prefix, now=now))


@register.simple_tag
def clock(moment: datetime | None, aloud: bool = True) -> SafeString:
    """The clock time in the reader's zone; day and zone on hover and, unless it is said at every save, read aloud."""
    return _time(moments.clock(moment), aloud=aloud) if moment else mark_safe("")


@register.simple_tag
def stamp(moment: datetime | None) -> SafeString:
    """Day and clock time in figures in the reader's zone; the zone on hover and for screen readers."""
    return _time(moments.stamp(moment)) if moment else mark_safe("")


@register.filter
def day(moment: datetime | date | None) -> str:
    """The organisation's day, written out: days do not follow the reader's zone."""
    return moments.in_full(moment) if moment else ""


@register.filter(name="date")
def written(moment: datetime | date | None, pattern: str | None = None) -> str:
    """Django's own, but that a day is the organisation's: only a pattern that tells the hour follows the reader's zone."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = on_their_clock(moment) if moments.tells_the_hour(pattern) else at_home(moment)
    return str(defaultfilters.date(moment, pattern))


@register.filter
def wrapping(address: str) -> SafeString:
    """An address of mail that a narrow place breaks after its @ and before its dots, never inside a word."""
    parts = re.split(r"(?<=@)|(?=[.])", str(address))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


def _time(said: moments.Said, *, aloud: bool = True) -> SafeString:
    hidden = format_html('<span class="visually-hidden"> ({})</span>', said.exact) if aloud else ""
    return format_html('<time datetime="{}" title="{}">{}{}</time>', said.iso, said.exact, said.text, hidden)


@register.simple_tag
def money(minor_units: int | None, currency: str = "BRL") -> str:
    """An amount in minor units, as the reader's language writes it."""
    return "" if minor_units is None else amounts.write(minor_units, currency)


@register.filter
def figure(count: int | None) -> str:
    """A count in groups of three: 2.000 in Portuguese, 2,000 in English."""
    return number_format(count or 0, force_grouping=True)


@register.filter
def markdown(text: str | Promise | None) -> SafeString:
    """Markdown as safe HTML."""
    return mark_safe(framed(to_html(str(text or ""))))  # safe: sanitised by nh3


def _percent(done: int, of: int) -> int:
    return max(0, min(100, round(100 * done / of))) if of else 0
