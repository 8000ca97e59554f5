"""What duties ask for: titles, addresses, what there is to choose from, and the page that says why."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from portal.duties.models import Requirement
from portal.people.days import today
from portal.releases.models import Release, ReleasePart
from portal.releases.read import parts_of
from portal.seams.registry import registry

Pair = tuple[str, UUID]


def covers_by_key(wanted: Iterable[Pair]) -> Mapping[Pair, ReleasePart]:
    """Covers, with their release, of many things of many kinds in the reader's language; one query."""
    pairs = set(wanted)
    if not pairs:
        return {}
    return _covers(kinds={kind for kind, _ in pairs}, keys={key for _, key in pairs})


def _covers(*, kinds: Iterable[str], keys: Iterable[UUID] | None = None) -> Mapping[Pair, ReleasePart]:
    releases = Release.objects.filter(kind__in=list(kinds), effective_on__lte=today())
    if keys is not None:
        releases = releases.filter(key__in=list(keys))
    newest = releases.order_by("kind", "key", "-number").distinct("kind", "key")
    found = parts_of(newest, translation.get_language() or "").filter(part_id="").select_related("release")
    return {(part.release.kind, part.release.key): part for part in found}


def why_url(person: UUID, kind: str, key: UUID) -> str:
    return reverse("why", args=[person, kind, key])


@dataclass(frozen=True)
class Thing:
    """Something a rule can ask for, as it is called and drawn."""

    kind: str
    key: UUID
    kind_label: str | Promise
    icon: str
    title: str
    summary: str = ""
    url: str = ""
    rules: int = 0
    """How many rules ask for it today or will."""


def thing(kind: str, key: UUID, covers: Mapping[Pair, ReleasePart]) -> Thing:
    """One thing by its cover; where it is no longer in force, by its kind and key alone."""
    target = registry.targets.get(kind)
    label, icon = (target.label, target.icon) if target else (kind, "circle-help")
    cover = covers.get((kind, key))
    if cover is None:
        return Thing(kind, key, label, icon, f"{label} {str(key)[:8]}")
    url = target.url(cover.release.slug) if target else ""
    return Thing(kind, key, label, icon, cover.title, cover.facts.get("summary", ""), url)


@dataclass(frozen=True)
class Shelf:
    """Things of one kind to choose from."""

    label: str | Promise
    icon: str
    things: Sequence[Thing]


def to_choose_from(words: str = "") -> Sequence[Shelf]:
    """Everything released that a rule can ask for, by kind and title, with every word in its title; two queries."""
    covers = _covers(kinds=registry.targets)
    running = Requirement.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today()))
    asked: Counter[Pair] = Counter(running.values_list("kind", "key"))
    wanted = folded(words).split()
    shelves = []
    for kind, target in registry.targets.items():
        things = [
            Thing(
                kind, key, target.label, target.icon, cover.title, cover.facts.get("summary", ""),
                target.url(cover.release.slug), asked[kind, key],
            )
            for (of, key), cover in covers.items()
            if of == kind and all(word in folded(cover.title) for word in wanted)
        ]  # fmt: skip
        if things:
            shelves.append(Shelf(target.label, target.icon, sorted(things, key=lambda one: folded(one.title))))
    return shelves


def folded(text: str) -> str:
    """Small letters without accents, for looking words up."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
