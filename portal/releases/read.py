"""Reading releases: the one in force, its parts in the reader's language, the source where a translation is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, JSONField, QuerySet, Value, When

from portal.people.days import today
from portal.releases.models import Release, ReleasePart
from portal.releases.rules import part_hash
from portal.releases.upcast import SCHEMA, upcast


def in_force(kind: str, *, on: date | None = None) -> QuerySet[Release]:
    """The newest effective release of each thing of a kind."""
    return Release.objects.filter(kind=kind, effective_on__lte=on or today()).order_by("key", "-number").distinct("key")


def current(kind: str, *, slug: str | None = None, key: UUID | None = None, on: date | None = None) -> Release | None:
    """The release in force of one thing on a day, named by key or by any slug it was released under until then."""
    effective = Release.objects.filter(kind=kind, effective_on__lte=on or today())
    if key is None:
        key = effective.filter(slug=slug).order_by("-number").values_list("key", flat=True).first()
        if key is None:
            return None
    return effective.filter(key=key).order_by("-number").first()


def parts_of(releases: Iterable[UUID] | QuerySet[Release], language: str) -> QuerySet[ReleasePart]:
    """Each part of these releases once: in `language` if there, else in the release's source language.

    Releases given as a queryset are never fetched: they stay a part of the one query. A part shown in another language than asked has `part.locale != language`; templates mark it.
    """
    preferred = Case(When(locale=language, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        ReleasePart.objects.filter(release__in=_ids(releases))
        .order_by("release", "position", "part_id", preferred)
        .distinct("release", "position", "part_id")
    )


def _ids(releases: Iterable[UUID] | QuerySet[Release]) -> Any:
    return releases.values("pk") if isinstance(releases, QuerySet) else list(releases)


def hashes(parts: QuerySet[ReleasePart], *names: str) -> Iterator[tuple[Any, ...]]:
    """Of each part the fields of these names and the digest by which it is compared, in one query.

    What was frozen under an older number is compared as it reads today: a new format changes nothing for readers.
    """
    older = {
        f"_{name}": Case(When(schema__lt=SCHEMA, then=F(name)), default=None, output_field=field)
        for name, field in (("title", CharField()), ("blocks", JSONField()), ("facts", JSONField()))
    }
    rows = parts.annotate(**older).values_list(*names, "hash", "schema", *older)
    for *said, stored, schema, title, blocks, facts in rows:
        yield *said, stored if schema == SCHEMA else rehashed(title, blocks, facts, schema=schema)


def rehashed(title: str, blocks: Any, facts: Any, *, schema: int) -> str:
    """The digest that a part of an older number would have if it were frozen today."""
    return part_hash(title=title, blocks=upcast(blocks, schema=schema), facts=facts)


def covers(kind: str, keys: Iterable[UUID], language: str) -> Mapping[UUID, tuple[Release, ReleasePart]]:
    """Release in force and cover by key, in one query."""
    releases = in_force(kind).filter(key__in=list(keys))
    found = parts_of(releases, language).filter(part_id="").select_related("release")
    return {part.release.key: (part.release, part) for part in found}
