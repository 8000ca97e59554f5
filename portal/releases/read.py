"""Reading releases: the one in force, its parts in the reader's language, the source where a translation is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from portal.people.days import today
from portal.releases.models import Release, ReleasePart


def in_force(kind: str, *, on: date | None = None) -> QuerySet[Release]:
    """The newest effective release of each thing of a kind."""
    return Release.objects.filter(kind=kind, effective_on__lte=on or today()).order_by("key", "-number").distinct("key")


def current(kind: str, *, slug: str | None = None, key: UUID | None = None) -> Release | None:
    """The release in force of one thing, named by key or by any slug it was ever released under."""
    effective = Release.objects.filter(kind=kind, effective_on__lte=today())
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


def covers(kind: str, keys: Iterable[UUID], language: str) -> Mapping[UUID, tuple[Release, ReleasePart]]:
    """Release in force and cover by key, in one query."""
    releases = in_force(kind).filter(key__in=list(keys))
    found = parts_of(releases, language).filter(part_id="").select_related("release")
    return {part.release.key: (part.release, part) for part in found}
