"""Learning paths as people see them: what a path asks, and where one person stands with each step of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.blocks.path import Thing
from courses.rules.path import Edition, Held, times_met
from portal.duties.queries import covers_by_key, why_url
from portal.people.access import Viewer, visible
from portal.people.days import today
from portal.releases.models import ChangeClass, Release, ReleasePart
from portal.releases.read import in_force, parts_of
from portal.seams.contracts import Met, Progress
from portal.seams.registry import registry
from portal.ui.markdown import framed

KIND = "path"


def things_of(release: Release, *, required_only: bool = True) -> list[Thing]:
    """What a release of a path names, in order."""
    steps = release.facts["steps"]
    return [(step["kind"], UUID(step["key"])) for step in steps if step["required"] or not required_only]


# -- When it was met -----------------------------------------------------------------------------------------------


def met(people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Met]]:
    """By person, each time all required steps held at once, oldest first; as many queries as there are steps."""
    editions = [
        Edition(
            release.takes_effect_at,
            things_of(release),
            release.change_class == ChangeClass.MAJOR and not release.is_first,
        )
        for release in Release.objects.filter(kind=KIND, key=key, effective_on__lte=today()).order_by("number")
    ]
    if not editions:
        return {}
    asked = list(dict.fromkeys(thing for edition in editions for thing in edition.asks))
    held = {thing: _held(thing, people) for thing in asked}
    found = {}
    for person in people:
        of = {thing: [_span(one) for one in held[thing].get(person, ())] for thing in asked}
        if times := times_met(editions, of):
            found[person] = [Met(one.since, one.until, one.proof, superseded=one.superseded) for one in times]
    return found


def _held(thing: Thing, people: Sequence[UUID]) -> Mapping[UUID, Sequence[Met]]:
    kind, key = thing
    return registry.targets[kind].met(people, key) if kind in registry.targets else {}


def _span(one: Met) -> Held:
    return Held(one.at, one.in_force_until, one.evidence, superseded=one.superseded)


def naming(kind: str, key: UUID) -> Sequence[UUID]:
    """Keys of the paths that ever asked for this thing."""
    step = {"kind": kind, "key": str(key), "required": True}
    found = Release.objects.filter(kind=KIND, facts__contains={"steps": [step]})
    return list(found.order_by("key").values_list("key", flat=True).distinct())


def parts(key: UUID) -> Sequence[Thing]:
    """What the path in force asks for."""
    release = in_force(KIND).filter(key=key).first()
    return things_of(release) if release else []


def lacking(person: UUID, key: UUID) -> Sequence[str]:
    """A sentence for each required step that does not hold today."""
    asked = parts(key)
    now = timezone.now()
    covers = covers_by_key(asked)
    missing = []
    for thing in asked:
        times = _held(thing, [person]).get(person, ())
        if any(_span(one).at(now) for one in times):
            continue
        cover, target = covers.get(thing), registry.targets.get(thing[0])
        names = {"title": cover.title if cover else "", "kind": target.label if target else thing[0]}
        said = _("%(kind)s “%(title)s”: no longer in force") if times else _("%(kind)s “%(title)s”: still to do")
        missing.append(said % names)
    return missing


# -- Where one person stands ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PathStep:
    """One step as its reader sees it: the thing, why it stands here, and their own standing."""

    part_id: str
    position: int
    kind: str
    kind_label: str | Promise
    icon: str
    title: str
    locale: str
    is_foreign: bool
    url: str
    note: SafeString
    note_locale: str
    is_note_foreign: bool
    minutes: int
    is_required: bool
    own: Progress
    is_next: bool = False

    @property
    def is_met(self) -> bool:
        return self.own.is_met

    @property
    def is_lapsed(self) -> bool:
        return not self.own.is_met and self.own.in_force_until is not None

    @property
    def is_begun(self) -> bool:
        return self.own.of > 0

    @property
    def minutes_left(self) -> int:
        if self.is_met:
            return 0
        return self.minutes if self.own.minutes_left is None else self.own.minutes_left


@dataclass(frozen=True)
class Sum:
    """How far a person is with everything that is required."""

    done: int
    of: int
    minutes_left: int
    is_begun: bool
    in_force_until: datetime | None

    @property
    def is_met(self) -> bool:
        return self.done == self.of > 0


@dataclass(frozen=True)
class PathRead:
    """A path in force, with its steps, for one reader."""

    release: Release
    cover: ReleasePart
    is_foreign: bool
    steps: Sequence[PathStep]
    own: Sum
    why_url: str

    @property
    def next(self) -> PathStep | None:
        """The one to do now: the first required one that does not hold, then what is optional."""
        return next((step for step in self.steps if step.is_next), None)

    @property
    def optional(self) -> int:
        return sum(not step.is_required for step in self.steps)

    @property
    def minutes(self) -> int:
        """Of all required steps, done or not."""
        return sum(step.minutes for step in self.steps if step.is_required)

    @property
    def first_to_end(self) -> PathStep | None:
        """The step on which the end of the whole depends; None while something is missing or nothing ends."""
        ending = [
            step for step in self.steps if step.is_required and step.own.in_force_until == self.own.in_force_until
        ]
        return ending[0] if self.own.is_met and self.own.in_force_until and ending else None


def path(viewer: Viewer, slug: str, language: str) -> PathRead:
    """The path at this address and where the viewer stands in it; as many queries at any number of steps.

    Raises Http404 where no path is, or ever was, at this address.
    """
    seen = visible(Release.objects.filter(kind=KIND, effective_on__lte=today()), viewer)
    named = seen.filter(slug=slug).order_by("-number").values("key")[:1]
    release = seen.filter(key=named).order_by("-number").first()
    if release is None:
        raise Http404
    parts = list(parts_of([release.pk], language))
    cover = next(part for part in parts if not part.part_id)
    things = things_of(release, required_only=False)
    covers, own = covers_by_key(things), progress_of(viewer, things)
    steps = [_step(part, language, covers, own) for part in parts if part.part_id]
    todo = [step for step in steps if not step.is_met]
    now = next((step for step in todo if step.is_required), next(iter(todo), None))
    return PathRead(
        release=release,
        cover=cover,
        is_foreign=cover.locale != language,
        steps=[step if step is not now else _as_next(step) for step in steps],
        own=sum_of((step.own, step.minutes) for step in steps if step.is_required),
        why_url=why_url(viewer.person, KIND, release.key),
    )


def _as_next(step: PathStep) -> PathStep:
    return PathStep(**{**vars(step), "is_next": True})


def _step(
    part: ReleasePart, language: str, covers: Mapping[Thing, ReleasePart], own: Mapping[Thing, Progress]
) -> PathStep:
    kind, _key = thing = part.facts["kind"], UUID(part.facts["key"])
    cover, target = covers.get(thing), registry.targets.get(kind)
    return PathStep(
        part_id=part.part_id,
        position=part.position,
        kind=kind,
        kind_label=target.label if target else kind,
        icon=target.icon if target else "circle",
        title=cover.title if cover else part.title,
        locale=cover.locale if cover else part.locale,
        is_foreign=(cover or part).locale != language,
        url=target.url(cover.release.slug) if target and cover else "",
        note=mark_safe(framed("".join(part.html.values()))),  # noqa: S308  (sanitised when it was frozen)
        note_locale=part.locale,
        is_note_foreign=part.locale != language,
        minutes=_minutes(cover),
        is_required=part.facts["required"],
        own=own.get(thing, NOTHING),
    )


def _minutes(cover: ReleasePart | None) -> int:
    return int(cover.facts.get("minutes") or 0) if cover else 0


NOTHING = Progress(0, 0, "")


def progress_of(viewer: Viewer, things: Iterable[Thing]) -> Mapping[Thing, Progress]:
    """The viewer's own progress with things of several kinds, asked once of each kind."""
    wanted = list(dict.fromkeys(things))
    found: dict[Thing, Progress] = {}
    for kind in dict.fromkeys(kind for kind, _key in wanted):
        target = registry.targets.get(kind)
        if target is not None:
            keys = [key for of, key in wanted if of == kind]
            found |= {(kind, key): own for key, own in target.progress(keys, viewer).items()}
    return found


def sum_of(required: Iterable[tuple[Progress, int]]) -> Sum:
    """What progress with each required step, and the minutes of it, come to."""
    steps = list(required)
    ends = [own.in_force_until for own, _minutes in steps if own.in_force_until is not None]
    is_met = all(own.is_met for own, _minutes in steps)
    return Sum(
        done=sum(own.is_met for own, _minutes in steps),
        of=len(steps),
        minutes_left=sum(
            minutes if own.minutes_left is None else own.minutes_left for own, minutes in steps if not own.is_met
        ),
        is_begun=any(own.of for own, _minutes in steps),
        in_force_until=min(ends, default=None) if is_met else None,
    )


def sums(viewer: Viewer, releases: Collection[Release], *, with_minutes: bool = True) -> Mapping[UUID, Sum]:
    """How far the viewer is with each of these paths, by key; as many queries at any number of paths."""
    asked = {release.key: things_of(release) for release in releases}
    things = sorted({thing for of in asked.values() for thing in of}, key=str)
    covers, own = covers_by_key(things) if with_minutes else {}, progress_of(viewer, things)
    return {
        key: sum_of((own.get(thing, NOTHING), _minutes(covers.get(thing))) for thing in of) for key, of in asked.items()
    }


def progress(keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Sum]:
    """How far the viewer is with the paths in force among `keys`."""
    releases = list(in_force(KIND).filter(key__in=list(keys)))
    return sums(viewer, releases) if releases else {}


# -- The shelf -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PathCard:
    """A path in the catalogue."""

    url: str
    title: str
    summary: str
    department: str
    minutes: int
    steps: int
    locale: str
    is_foreign: bool
    own: Sum


def shelf(viewer: Viewer, language: str = "") -> Sequence[PathCard]:
    """Every path in force: those under way first, those that hold last; as many queries at any number of them."""
    language = language or translation.get_language() or ""
    mine: Any = visible(in_force(KIND), viewer)
    releases = {release.pk: release for release in mine}
    if not releases:
        return []
    own = sums(viewer, releases.values(), with_minutes=False)
    cards = []
    for cover in parts_of(releases, language).filter(part_id="").defer("blocks", "html"):
        release = releases[cover.release_id]
        cards.append(
            PathCard(
                url=reverse("courses:path", args=[release.slug]),
                title=cover.title,
                summary=cover.facts["summary"],
                department=cover.facts["department"],
                minutes=cover.facts["minutes"],
                steps=len(release.facts["steps"]),
                locale=cover.locale,
                is_foreign=cover.locale != language,
                own=own[release.key],
            )
        )
    return sorted(cards, key=lambda card: (card.own.is_met, not card.own.is_begun, card.title))
