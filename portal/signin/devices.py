"""A device in words, read off what its browser says of itself; good enough to know one's own by, never proof."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext

_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\b(?:OPR|Opera)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/"),
    ("Safari", r"\bVersion/[\d.]+.* Safari/"),
)
"""In this order: most browsers also claim to be those further down."""
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)
_IN_THE_HAND = {"iPhone", "iPad", "Android"}


@dataclass(frozen=True)
class Device:
    """`browser` and `system` are names, or empty where nobody can tell."""

    browser: str
    system: str

    @property
    def icon(self) -> str:
        return "smartphone" if self.system in _IN_THE_HAND else "monitor"

    def __str__(self) -> str:
        if self.browser and self.system:
            return gettext("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or gettext("A browser we do not know")


def device(user_agent: str) -> Device:
    """The device behind a User-Agent header."""
    return Device(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))


def _first(names: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, said)), "")
