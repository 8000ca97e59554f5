"""The zones a person may live by: each by its city, in the reader's language, grouped by where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale, get_global
from babel.dates import get_timezone_location
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGIONS: dict[str, str | Promise] = {
    "America": _("Americas"),
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "Asia": _("Asia"),
    "Australia": _("Australia"),
    "Pacific": _("Pacific"),
    "Atlantic": _("Atlantic"),
    "Indian": _("Indian Ocean"),
    "Arctic": _("Arctic"),
    "Antarctica": _("Antarctica"),
}
BRAZIL = "BR"
SEA = "/"
"""What stands between region and city in a zone's name."""


@dataclass(frozen=True)
class Zone:
    """A zone one may choose: its IANA name and how people call it."""

    name: str
    city: str
    offset: str
    """Its distance from Greenwich today: "GMT−3"."""

    @property
    def label(self) -> str:
        return f"{self.city} ({self.offset})"


@dataclass(frozen=True)
class Region:
    """Zones of one part of the world, by city."""

    name: str | Promise
    zones: Sequence[Zone]


def is_zone(name: str) -> bool:
    return name in _names()


def city(name: str) -> str:
    """How people call the place whose clock it is, in the language being spoken."""
    return _called(name, _locale()) if SEA in name else name


def label(name: str) -> str:
    """City and distance from Greenwich today: "São Paulo (GMT−3)"."""
    return Zone(name, city(name), _offset(name, timezone.now())).label


def regions(looked_for: str = "", *, now: datetime | None = None) -> Sequence[Region]:
    """Every zone, Brazil's first; with words, those whose city, region or name has all of them."""
    moment = now or timezone.now()
    wanted = _plain(looked_for).replace("_", " ").split()
    found = []
    for title, members in _by_region(_locale()):
        zones = [
            Zone(name, city, _offset(name, moment))
            for name, city, words in members
            if all(word in f"{words} {_plain(str(title))}" for word in wanted)
        ]
        if zones:
            found.append(Region(title, zones))
    return found


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    aliases = get_global("zone_aliases")
    return frozenset(
        name for name in available_timezones() if name.partition(SEA)[0] in REGIONS and name not in aliases
    )


@lru_cache(maxsize=4)
def _by_region(locale: str) -> Sequence[tuple[str | Promise, Sequence[tuple[str, str, str]]]]:
    """Regions with their zones: name, city, and the words by which it is found."""
    lands, countries = get_global("zone_territories"), Locale.parse(locale).territories
    groups: dict[str, list[tuple[str, str, str]]] = {BRAZIL: [], **{region: [] for region in REGIONS}}
    for name in _names():
        called = _called(name, locale)
        group = BRAZIL if lands.get(name) == BRAZIL else name.partition(SEA)[0]
        words = _plain(f"{called} {name.replace('_', ' ')} {countries.get(lands.get(name, ''), '')}")
        groups[group].append((name, called, words))
    titles: dict[str, str | Promise] = {BRAZIL: _("Brazil"), **REGIONS}
    return [(titles[key], sorted(members, key=lambda zone: _plain(zone[1]))) for key, members in groups.items()]


def _called(name: str, locale: str) -> str:
    """A city in Brazil keeps its accents in whatever language; the tables' English drops them."""
    spoken = "pt_BR" if get_global("zone_territories").get(name) == BRAZIL else locale
    return str(get_timezone_location(name, locale=spoken, return_city=True)).split(SEA)[-1]


def _offset(name: str, moment: datetime) -> str:
    away = moment.astimezone(ZoneInfo(name)).utcoffset()
    minutes = int(away.total_seconds() // 60) if away else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"GMT{sign}{hours}:{rest:02}" if rest else f"GMT{sign}{hours}" if hours else "GMT"


def _locale() -> str:
    return "en" if (translation.get_language() or "").startswith("en") else "pt_BR"


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(sign for sign in normalize("NFD", text.casefold()) if not combining(sign))
