"""The practice room: every drill in force by area, with one's own state at each, narrowed by topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer
from portal.releases.read import in_force, parts_of
from portal.search.text import folded
from portal.search.topics import topic_in_words
from sandbox.drills.areas import AREAS, OTHER, area_of
from sandbox.queries.drills import KIND, DrillRead, Offer, OwnResult, offer_of, results

AREA_WORDS: Mapping[str, tuple[str | Promise, str | Promise, str]] = {
    "renewals": (_("Renewals"), _("Charges that fail, notices in time, prices that change."), "calendar-days"),
    "refunds": (_("Refunds"), _("Who gets how much back, by which way, by whose leave."), "undo-2"),
    "privacy": (_("Privacy"), _("What people may ask of their data, and by when."), "shield-check"),
    "reports": (_("Reports"), _("Two figures of one thing, and which of them is right."), "chart-column"),
    "encryption": (_("Encryption"), _("Show no more than the work needs; hand data over safely."), "lock"),
    "billing": (_("Clear billing messages"), _("Say what is charged, when and why, so that it is understood."), "mail"),
    "offers": (_("Offers"), _("Whom to offer something, whom not, and what it brought."), "gift"),
    OTHER: (_("More drills"), _("Written in this house."), "flask-conical"),
}
"""Title, what it is about, and icon of each area."""


@dataclass(frozen=True)
class Area:
    """The drills of one area; `count` and `passed` speak of all of them, whatever topic was chosen."""

    key: str
    title: str | Promise
    about: str | Promise
    icon: str
    offers: Sequence[Offer]
    count: int
    passed: int

    @property
    def is_done(self) -> bool:
        return self.passed == self.count


@dataclass(frozen=True)
class Topic:
    """A chip of the filter; the empty key is all topics."""

    key: str
    label: str | Promise
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Room:
    """What the practice room shows of the drills."""

    areas: Sequence[Area]
    topics: Sequence[Topic]
    topic: str
    going_on: Sequence[Offer]
    next: Offer | None
    """What to take next where nothing is under way: what was tried and not passed, else the first not begun."""
    count: int
    passed: int

    @property
    def has_topics(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.topics) > 2


def room(viewer: Viewer, language: str, *, topic: str = "") -> Room:
    """Everything of the room, in two queries however many drills there are."""
    every = offers(viewer, language)
    known = list(dict.fromkeys(one for offer in every for one in offer.topics))
    chosen = topic if topic in known else ""
    return Room(
        areas=[area for area in (_area(key, every, chosen) for key in (*AREAS, OTHER)) if area.offers],
        topics=_topics(every, known, chosen),
        topic=chosen,
        going_on=[offer for offer in every if offer.own.is_open],
        next=next_of(every),
        count=len(every),
        passed=sum(offer.own.is_passed for offer in every),
    )


def offers(viewer: Viewer, language: str) -> list[Offer]:
    """Every drill in force with the viewer's own result, as the room has them: by area, the shorter first."""
    covers = (
        parts_of(in_force(KIND), language)
        .filter(part_id="")
        .annotate(topics=F("release__facts__topics"))
        .select_related("release")
        .defer("blocks", "html", "release__facts")
    )
    found = list(covers)
    own = results(viewer, [cover.release.key for cover in found])
    order = (*AREAS, OTHER)
    every = [offer_of(cover, own.get(cover.release.key, OwnResult()), language, topics=cover.topics) for cover in found]
    return sorted(every, key=lambda one: (order.index(area_of(one.topics)), one.minutes, folded(one.title)))


def next_of(every: Sequence[Offer], *, after: str = "") -> Offer | None:
    """The drill to take next: first in the area named, what was tried before what was not."""
    left = [offer for offer in every if not offer.own.is_passed]
    return min(left, key=lambda one: (bool(after) and area_of(one.topics) != after, one.own.is_new), default=None)


def next_after(viewer: Viewer, drill: DrillRead, language: str) -> Offer | None:
    """What to take after a drill: one of its own area while there is one."""
    return next_of(offers(viewer, language), after=area_of(drill.release.facts.get("topics", ())))


def _area(key: str, every: Sequence[Offer], topic: str) -> Area:
    title, about, icon = AREA_WORDS[key]
    own = [offer for offer in every if area_of(offer.topics) == key]
    shown = [offer for offer in own if not topic or topic in offer.topics]
    return Area(key, title, about, icon, shown, len(own), sum(offer.own.is_passed for offer in own))


def _topics(every: Sequence[Offer], known: Sequence[str], chosen: str) -> list[Topic]:
    counted = {one: sum(one in offer.topics for offer in every) for one in known}
    named = sorted(known, key=lambda one: folded(topic_in_words(one)))
    return [
        Topic("", _("All topics"), len(every), not chosen),
        *(Topic(one, topic_in_words(one), counted[one], one == chosen) for one in named),
    ]
