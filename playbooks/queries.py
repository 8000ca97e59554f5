"""Playbooks as a viewer may see them, and where the viewer stands with each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import translation

from playbooks.models import Acknowledgement
from playbooks.rules.acknowledgement import Ask, Edition, ask, changed_steps
from portal.evidence.alias import of
from portal.people.access import Viewer
from portal.people.days import day_of, today
from portal.people.models import User
from portal.people.queries import visible as people
from portal.releases.models import ChangeClass, Release, ReleasePart
from portal.releases.read import hashes, parts_of
from portal.ui.moments import say

KIND = "playbook"
ACKNOWLEDGED = "playbook.acknowledged"


def visible(releases: QuerySet[Release], viewer: Viewer) -> QuerySet[Release]:
    """Playbooks in force now or before: how work is done is open to everyone who works here."""
    return releases.filter(kind=KIND, effective_on__lte=today())


def acknowledgements(rows: QuerySet[Acknowledgement], viewer: Viewer) -> QuerySet[Acknowledgement]:
    """Who read what: shown to who may see the evidence it comes from."""
    return rows.filter(user__in=people(User.objects.all(), viewer))


def in_force(viewer: Viewer) -> QuerySet[Release]:
    """The newest visible release of each playbook."""
    return visible(Release.objects.all(), viewer).order_by("key", "-number").distinct("key")


def newest(viewer: Viewer, slug: str) -> Release | None:
    """The release in force of the playbook that is, or ever was, at this address."""
    among = visible(Release.objects.all(), viewer)
    named = among.filter(slug=slug).order_by("-number").values("key")[:1]
    return among.filter(key=named).order_by("-number").first()


def parts(release: Release) -> list[ReleasePart]:
    """Cover and steps in the reader's language."""
    return list(parts_of([release.pk], translation.get_language() or ""))


def accountable(release: Release) -> str:
    """The name of who answers for it today; empty where nobody does."""
    person = release.facts.get("accountable")
    found = User.objects.filter(person=person).values_list("name", flat=True).first() if person else None
    return found or ""


# -- Where one person stands ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where the viewer stands with one playbook in force."""

    ask: Ask
    acknowledged_at: datetime | None
    number: int | None
    """The release they acknowledged last."""
    changed: Collection[str]
    """Steps that changed since, where that asks or informs."""
    why_url: str

    @property
    def acknowledged_on(self) -> str:
        """The day of it in words."""
        return say(day_of(self.acknowledged_at)).exact if self.acknowledged_at else ""

    @property
    def is_asked(self) -> bool:
        return self.ask != Ask.NOTHING_NEW

    @property
    def is_asked_again(self) -> bool:
        return self.ask == Ask.READ_AGAIN

    @property
    def has_news(self) -> bool:
        return self.ask == Ask.NOTHING_NEW and bool(self.changed)


def standing(viewer: Viewer, release: Release) -> Standing:
    """The viewer and this release: one query, two where a newer number came after theirs."""
    last = Acknowledgement.objects.filter(user=viewer.id, key=release.key).order_by("-number").first()
    why = reverse("why", args=[viewer.person, KIND, release.key])
    if last is None:
        return Standing(Ask.READ, None, None, (), why)
    since = editions(release.key, first=last.number, last=release.number) if last.number < release.number else []
    majors = [edition.number for edition in since if edition.change_class == ChangeClass.MAJOR]
    asked = ask(acknowledged=last.number, newest_major=max(majors, default=0))
    return Standing(asked, last.acknowledged_at, last.number, changed_steps(since, acknowledged=last.number), why)


def editions(key: UUID, *, first: int, last: int) -> list[Edition]:
    """The releases of one playbook from number `first` to `last` with the hashes of their parts, in one query."""
    rows = ReleasePart.objects.filter(
        release__kind=KIND, release__key=key, release__number__gte=first, release__number__lte=last
    )
    found: dict[int, tuple[str, dict[tuple[str, str], str]]] = {}
    named = hashes(rows, "release__number", "release__change_class", "part_id", "locale")
    for number, change_class, part, locale, digest in named:
        found.setdefault(number, (change_class, {}))[1][part, locale] = digest
    return [Edition(number, *found[number]) for number in sorted(found)]


def newest_majors(keys: Iterable[UUID]) -> Mapping[UUID, int]:
    """Number of the newest major release in force by key; keys that never had one are left out."""
    majors = Release.objects.filter(
        kind=KIND, key__in=list(keys), change_class=ChangeClass.MAJOR, effective_on__lte=today()
    )
    return dict(majors.order_by().values("key").annotate(newest=Max("number")).values_list("key", "newest"))


# -- The list ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One playbook in the list."""

    key: UUID
    title: str
    summary: str
    department: str
    minutes: int
    url: str
    ask: Ask
    acknowledged_at: datetime | None
    why_url: str

    @property
    def is_unread(self) -> bool:
        return self.ask == Ask.READ

    @property
    def is_asked_again(self) -> bool:
        return self.ask == Ask.READ_AGAIN


def rows(viewer: Viewer) -> Sequence[Row]:
    """Every playbook in force, what is asked of the viewer first; four queries at any number of playbooks."""
    releases = {release.pk: release for release in in_force(viewer)}
    covers = parts_of(releases, translation.get_language() or "").filter(part_id="")
    mine = {
        row.key: row
        for row in Acknowledgement.objects.filter(user=viewer.id).order_by("key", "-number").distinct("key")
    }
    majors = newest_majors(release.key for release in releases.values())
    found = []
    for cover in covers:
        release = releases[cover.release_id]
        last = mine.get(release.key)
        found.append(
            Row(
                key=release.key,
                title=cover.title,
                summary=cover.facts["summary"],
                department=cover.facts["department"],
                minutes=cover.facts["minutes"],
                url=reverse("playbooks:read", args=[release.slug]),
                ask=ask(acknowledged=last.number if last else None, newest_major=majors.get(release.key, 0)),
                acknowledged_at=last.acknowledged_at if last else None,
                why_url=reverse("why", args=[viewer.person, KIND, release.key]),
            )
        )
    order = [Ask.READ_AGAIN, Ask.READ, Ask.NOTHING_NEW]
    return sorted(found, key=lambda row: (order.index(row.ask), row.title.casefold()))


# -- What duties ask -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """One acknowledgement as recorded, and until when it counts."""

    id: UUID
    person: UUID
    at: datetime
    number: int
    until: datetime | None


def counting(people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Fact]]:
    """By person, oldest first, the first acknowledgement of each major release, or of what was released since it.

    It counts until the instant at which a later major release took effect; one of a release that had been replaced by
    then never counted. Two queries.
    """
    majors = [
        (release.number, release.takes_effect_at)
        for release in Release.objects.filter(
            kind=KIND, key=key, change_class=ChangeClass.MAJOR, effective_on__lte=today()
        ).order_by("number")
    ]
    facts = of(people).filter(kind=KIND, key=key, verb=ACKNOWLEDGED)
    found: dict[UUID, dict[int, Fact]] = {}
    for id_, person, at, result in facts.order_by("occurred_at", "id").values_list(
        "id", "whose", "occurred_at", "result"
    ):
        number = result["number"]
        least = max((major for major, _at in majors if major <= number), default=0)
        until = min((ends for major, ends in majors if major > number), default=None)
        if until is None or at < until:
            found.setdefault(person, {}).setdefault(least, Fact(id_, person, at, number, until))
    return {person: sorted(of_person.values(), key=lambda fact: fact.at) for person, of_person in found.items()}


@dataclass(frozen=True)
class Share:
    """How much of a playbook the viewer has read."""

    read: int
    steps: int
    ask: Ask


def shares(keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Share]:
    """By key, for those the viewer acknowledged before; three queries at any number of keys."""
    last: dict[UUID, int] = dict(
        Acknowledgement.objects.filter(user=viewer.id, key__in=list(keys))
        .order_by()
        .values("key")
        .annotate(newest=Max("number"))
        .values_list("key", "newest")
    )
    history: dict[UUID, dict[int, tuple[str, dict[tuple[str, str], str]]]] = {}
    rows = ReleasePart.objects.filter(
        release__kind=KIND, release__key__in=list(last), release__effective_on__lte=today()
    )
    named = hashes(rows, "release__key", "release__number", "release__change_class", "part_id", "locale")
    for key, number, change_class, part, locale, digest in named:
        if number >= last[key]:
            history.setdefault(key, {}).setdefault(number, (change_class, {}))[1][part, locale] = digest
    return {key: _share(last[key], editions) for key, editions in history.items()}


def _share(acknowledged: int, history: Mapping[int, tuple[str, Mapping[tuple[str, str], str]]]) -> Share:
    since = [Edition(number, *history[number]) for number in sorted(history)]
    majors = [edition.number for edition in since if edition.change_class == ChangeClass.MAJOR]
    asked = ask(acknowledged=acknowledged, newest_major=max(majors, default=0))
    steps = {part for part, _ in since[-1].hashes if part}
    pending = set(changed_steps(since, acknowledged=acknowledged)) if asked == Ask.READ_AGAIN else set()
    return Share(len(steps) - len(pending), len(steps), asked)
