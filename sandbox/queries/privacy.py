"""Privacy: the desk's shelves beside its cases: holds, consents and who wants no marketing, looks behind the mask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.ui.paged import Paged
from sandbox.engine import calendar
from sandbox.engine.privacy import Consent, Hold, Reveal
from sandbox.engine.wording import CONSENT_CHANNEL_WORDS, HOLD_WORDS, PERSON_WORDS, PURPOSE_WORDS, said
from sandbox.queries.casework import CaseRow, case_row, cases_on, is_late
from sandbox.queries.holdings import category_name
from sandbox.queries.incidents import owed
from sandbox.queries.scene import Scene

Row = TypeVar("Row")
PAGE = 50
SHELVES: Mapping[str, str | Promise] = {
    "open": pgettext_lazy("requests about data", "Open"),
    "late": pgettext_lazy("requests about data", "Late"),
    "answered": pgettext_lazy("requests about data", "Answered"),
    "holds": pgettext_lazy("data", "Holds"),
    "consents": pgettext_lazy("data", "Consents"),
    "looks": pgettext_lazy("data", "Data looked at"),
}
"""By the name in the address; the register of incidents has an address of its own."""
EMPTY: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "open": (
        gettext_lazy("No request is open"),
        gettext_lazy("A holder’s request about their data stands here from the day it comes in, by whatever channel."),
    ),
    "late": (
        gettext_lazy("No request is late"),
        gettext_lazy("One that passes its day without an answer moves here. Silence is never an answer."),
    ),
    "answered": (
        gettext_lazy("Nothing has been answered yet"),
        gettext_lazy("Answers stay here, kind of data by kind of data, each with its reason."),
    ),
    "holds": (
        gettext_lazy("Nothing is held by hand"),
        gettext_lazy("A lawsuit or an investigation makes data stay, until a day or until somebody releases it."),
    ),
    "consents": (
        gettext_lazy("Nobody has said anything yet"),
        gettext_lazy("Each consent is kept with its channel, its purpose and its proof; who takes it back is listed."),
    ),
    "looks": (
        gettext_lazy("Nobody has looked behind a mask"),
        gettext_lazy("Whoever reveals an e-mail or a document says why, and the reason stays here."),
    ),
}


@dataclass(frozen=True)
class HoldRow:
    id: str
    who: str
    kind: str
    what: str
    until: str
    reason: str
    placed: str
    is_in_force: bool


@dataclass(frozen=True)
class ConsentCount:
    purpose: str
    channel: str
    granted: int
    withdrawn: int


@dataclass(frozen=True)
class Suppressed:
    """Somebody who wants no marketing, and by which channels not."""

    who: str
    channels: str
    since: str
    proof: str


@dataclass(frozen=True)
class Look:
    who: str
    fields: str
    reason: str
    at: str


@dataclass(frozen=True)
class Shelf(Paged):
    """One page of one shelf; only the list that it is made of has rows."""

    name: str
    page: int
    count: int
    cases: Sequence[CaseRow] = ()
    holds: Sequence[HoldRow] = ()
    consents: Sequence[ConsentCount] = ()
    suppressed: Sequence[Suppressed] = ()
    looks: Sequence[Look] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))

    @property
    def is_empty(self) -> bool:
        return not (self.count or self.consents)

    @property
    def empty(self) -> tuple[str, str]:
        title, text = EMPTY[self.name]
        return str(title), str(text)


@dataclass(frozen=True)
class Chip:
    name: str
    label: str
    count: int
    is_here: bool


def waiting(scene: Scene) -> int:
    """How many requests wait for an answer, and how many notices of incidents for their sending."""
    return sum(one.answered_at is None for one in scene.world.cases.values()) + owed(scene)


def chips(scene: Scene, here: str) -> list[Chip]:
    """The shelves to choose from, with how much stands on those that want somebody."""
    counts = {
        "open": sum(one.answered_at is None for one in scene.world.cases.values()),
        "late": sum(is_late(scene, one) for one in scene.world.cases.values()),
    }
    return [Chip(name, str(label), counts.get(name, 0), name == here) for name, label in SHELVES.items()]


def shelf(scene: Scene, name: str, page: int) -> Shelf:
    """One page; a page beyond the last is the last. Only those who are on it are unsealed."""
    match name:
        case "holds":
            return _holds(scene, page)
        case "consents":
            return _consents(scene, page)
        case "looks":
            return _looks(scene, page)
        case _:
            cases = cases_on(scene, name)
            number, part = _part(cases, page)
            return Shelf(name, number, len(cases), cases=[case_row(scene, one) for one in part])


def _holds(scene: Scene, page: int) -> Shelf:
    holds = sorted(scene.world.holds.values(), key=lambda one: one.placed_at, reverse=True)
    number, part = _part(holds, page)
    return Shelf("holds", number, len(holds), holds=[_hold(scene, one) for one in part])


def _consents(scene: Scene, page: int) -> Shelf:
    stopped = _suppressed(scene)
    number, part = _part(stopped, page)
    rows = [_stopped(scene, customer, consents) for customer, consents in part]
    return Shelf("consents", number, len(stopped), consents=_counts(scene), suppressed=rows)


def _looks(scene: Scene, page: int) -> Shelf:
    looks = list(reversed(scene.world.reveals.values()))
    number, part = _part(looks, page)
    return Shelf("looks", number, len(looks), looks=[_look(scene, one) for one in part])


def _part(rows: Sequence[Row], page: int) -> tuple[int, Sequence[Row]]:
    number = min(max(1, page), max(1, -(-len(rows) // PAGE)))
    return number, rows[(number - 1) * PAGE : number * PAGE]


def hold_rows(scene: Scene, customer: str) -> list[HoldRow]:
    """The holds on one person, those in force first."""
    rows = [_hold(scene, one) for one in scene.world.holds.values() if one.customer == customer]
    return sorted(rows, key=lambda row: not row.is_in_force)


def _hold(scene: Scene, hold: Hold) -> HoldRow:
    today = calendar.day_of(scene.world.now, scene.zone)
    return HoldRow(
        id=hold.id,
        who=scene.name(hold.customer),
        kind=said(HOLD_WORDS, hold.kind, scene.language),
        what=", ".join(category_name(scene, one).lower() for one in hold.categories),
        until=scene.written_day(hold.until) if hold.until else "",
        reason=_("after an erasure") if hold.reason == "erasure" else hold.reason,
        placed=scene.day(hold.placed_at),
        is_in_force=hold.is_in_force(today),
    )


def _counts(scene: Scene) -> list[ConsentCount]:
    given, taken = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in scene.world.consents.values():
        (given if one.granted else taken)[one.purpose, one.channel] += 1
    return [
        ConsentCount(
            said(PURPOSE_WORDS, purpose, scene.language),
            said(CONSENT_CHANNEL_WORDS, channel, scene.language),
            given[purpose, channel],
            taken[purpose, channel],
        )
        for purpose, channel in sorted(given.keys() | taken.keys())
    ]


def _suppressed(scene: Scene) -> list[tuple[str, list[Consent]]]:
    found: dict[str, list[Consent]] = {}
    for one in scene.world.consents.values():
        if one.purpose == "marketing" and not one.granted:
            found.setdefault(one.customer, []).append(one)
    return sorted(found.items(), key=lambda pair: max(one.history[-1].at for one in pair[1]), reverse=True)


def _stopped(scene: Scene, customer: str, consents: Sequence[Consent]) -> Suppressed:
    last = max((one.history[-1] for one in consents), key=lambda record: record.at)
    return Suppressed(
        scene.name(customer),
        ", ".join(said(CONSENT_CHANNEL_WORDS, one.channel, scene.language) for one in consents),
        scene.day(last.at),
        _("erasure") if last.proof == "erasure" else last.proof,
    )


def _look(scene: Scene, one: Reveal) -> Look:
    fields = ", ".join(said(PERSON_WORDS, field, scene.language) for field in one.fields)
    return Look(scene.name(one.customer), fields, one.reason, scene.moment(one.at))
