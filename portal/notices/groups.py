"""The groups of notices: what the inbox filters by and a summary is ordered by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Notices of one sort: "What is asked of you"."""

    name: str
    label: str | Promise
    icon: str


DUTIES = "duties"
CHANGES = "changes"
IDEAS = "ideas"
SEARCH = "search"
TEAM = "team"

GROUPS = {
    group.name: group
    for group in (
        Group(DUTIES, _("Asked of you"), "circle-check-big"),
        Group(CHANGES, _("What changed"), "git-compare"),
        Group(TEAM, _("Your team"), "users"),
        Group(IDEAS, _("Ideas"), "lightbulb"),
        Group(SEARCH, _("Missing in search"), "search"),
    )
}
"""In the order in which they are read."""
