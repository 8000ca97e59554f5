"""What duties ask for: titles, addresses, and the page that says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from portal.people.days import today
from portal.releases.models import Release, ReleasePart
from portal.releases.read import parts_of


def covers_by_key(wanted: Iterable[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], ReleasePart]:
    """Covers, with their release, of many things of many kinds in the reader's language; one query."""
    pairs = set(wanted)
    if not pairs:
        return {}
    releases = (
        Release.objects.filter(
            kind__in={kind for kind, _ in pairs},
            key__in={key for _, key in pairs},
            effective_on__lte=today(),
        )
        .order_by("kind", "key", "-number")
        .distinct("kind", "key")
    )
    language = translation.get_language() or ""
    found = parts_of(releases, language).filter(part_id="").select_related("release")
    return {(part.release.kind, part.release.key): part for part in found}


def why_url(person: UUID, kind: str, key: UUID) -> str:
    return reverse("why", args=[person, kind, key])
