"""Areas: the order in which drills stand in the practice room, and the area that a drill's topics put it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

AREAS: Final = ("renewals", "refunds", "privacy", "reports", "encryption", "billing", "offers")
OTHER: Final = "other"
"""Where a drill stands whose topics belong to none of them."""

_OF_TOPIC: Final[Mapping[str, str]] = {
    "renewals": "renewals",
    "dunning": "renewals",
    "notices": "renewals",
    "billing-automation": "renewals",
    "refunds": "refunds",
    "privacy": "privacy",
    "reports": "reports",
    "encryption": "encryption",
    "billing-messages": "billing",
    "offers": "offers",
}


def area_of(topics: Iterable[str]) -> str:
    """The area of the first topic that belongs to one: an author names what a drill is about first."""
    return next((_OF_TOPIC[topic] for topic in topics if topic in _OF_TOPIC), OTHER)
