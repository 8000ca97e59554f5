"""What the frame around every page needs: places, the person, theme and language; all of it read only when drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer
from portal.seams.contracts import NavItem
from portal.seams.registry import registry
from portal.ui.entrance import demo_accounts

IN_THE_BAR = 5
THEMES = {
    "auto": (_("As the device"), "monitor"),
    "light": (_("Light"), "sun"),
    "dark": (_("Dark"), "moon"),
}


@dataclass(frozen=True)
class Theme:
    """A theme to choose, by its name and its picture."""

    value: str
    label: str | Promise
    icon: str
    is_chosen: bool


@dataclass(frozen=True)
class Place:
    """A place in the rail or the bar, as this viewer sees it."""

    name: str
    label: str | Promise
    icon: str
    url: str
    is_here: bool
    count: int

    @property
    def is_courses(self) -> bool:
        return self.name == "courses"


class Shell:
    """The frame of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.viewer: Viewer | None = getattr(request, "viewer", None)

    @property
    def is_signed_in(self) -> bool:
        return self.viewer is not None

    @cached_property
    def places(self) -> Sequence[Place]:
        """Every place this viewer may go; one query at most for each place that counts."""
        viewer = self.viewer
        if viewer is None:
            return []
        found = []
        for item in registry.nav:
            if not item.shown(viewer):
                continue
            try:
                url = reverse(item.url_name)
            except NoReverseMatch:
                continue
            count = item.count(viewer) if item.count else 0
            found.append(Place(item.name, item.label, item.icon, url, self._is_here(item, url), count))
        return found

    @property
    def in_the_bar(self) -> Sequence[Place]:
        return self.places[:IN_THE_BAR]

    @property
    def in_the_sheet(self) -> Sequence[Place]:
        return self.places[IN_THE_BAR:]

    @cached_property
    def theme(self) -> str:
        theme = self.request.COOKIES.get("theme", "auto")
        return theme if theme in THEMES else "auto"

    @property
    def is_at_account(self) -> bool:
        match = self.request.resolver_match
        return match is not None and match.view_name == "me"

    @property
    def is_at_notices(self) -> bool:
        match = self.request.resolver_match
        return match is not None and match.view_name == "notices:index"

    @property
    def themes(self) -> Sequence[Theme]:
        return [Theme(value, label, icon, value == self.theme) for value, (label, icon) in THEMES.items()]

    @cached_property
    def here(self) -> str:
        """Where to come back to after a switch: this page, or the one the person came from if this was no page."""
        if self.request.method == "GET" and not getattr(self.request, "htmx", False):
            return self.request.get_full_path()
        came_from = urlsplit(self.request.headers.get("Referer", ""))
        return (came_from.path or "/") if came_from.netloc == self.request.get_host() else "/"

    def _is_here(self, item: NavItem, url: str) -> bool:
        match = self.request.resolver_match
        if match is None:
            return False
        namespace = item.url_name.partition(":")[0] if ":" in item.url_name else ""
        if namespace:
            return namespace in match.namespaces or self.request.path.startswith(url)
        return match.view_name == item.url_name or (url != "/" and self.request.path.startswith(url))


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` for base.html, `demo_accounts` for the sign-in page; nothing for Wagtail's admin."""
    if request.path.startswith("/admin/"):
        return {}
    frame = Shell(request)
    return {"shell": frame, "demo_accounts": demo_accounts}
