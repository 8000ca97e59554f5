"""What can be found of released things: the parts of the release in force, in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.releases.models import Release, ReleasePart
from portal.releases.read import in_force
from portal.seams.contracts import Findable, FindableKind
from portal.search.text import words_of


class Released:
    """A source of one released kind. An app says how its parts are called and where each is read."""

    kind: str
    kinds: Sequence[FindableKind]
    cover = ""
    """What its cover is found as; empty where the cover is no page of its own."""
    part = ""
    """What its other parts are found as."""

    def url(self, release: Release, part_id: str) -> str:
        """Where a part is read; the cover's id is empty."""
        raise NotImplementedError

    def said(self, part: ReleasePart) -> Iterable[str]:
        """What a part says besides its title, as HTML or plain text."""
        titles = (block["value"].get("title", "") for block in part.blocks if isinstance(block["value"], dict))
        return [str(part.facts.get("summary") or ""), *titles, *part.html.values()]

    def department(self, facts: Mapping[str, Any]) -> str:
        return str(facts.get("department") or "")

    def keys(self) -> Iterable[UUID]:
        return in_force(self.kind).values_list("key", flat=True).iterator()

    def findable(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[Findable]]:
        releases: QuerySet[Release] = in_force(self.kind).filter(key__in=list(keys))
        parts = ReleasePart.objects.filter(release__in=releases.values("pk")).select_related("release")
        found: dict[UUID, list[Findable]] = {}
        titles: dict[tuple[UUID, str], str] = {}
        for part in parts.order_by("release", "position", "part_id", "locale"):
            release = part.release
            if not part.part_id:
                titles[release.pk, part.locale] = part.title
            kind = self.part if part.part_id else self.cover
            if not kind:
                continue
            source_title = titles.get((release.pk, release.source_locale), "")
            found.setdefault(release.key, []).append(
                Findable(
                    kind=kind,
                    part=part.part_id,
                    locale=part.locale,
                    title=part.title,
                    body=words_of(self.said(part)),
                    url=self.url(release, part.part_id),
                    place=titles.get((release.pk, part.locale), source_title) if part.part_id else "",
                    department=self.department(release.facts),
                    topics=[str(topic)[:80] for topic in release.facts.get("topics", [])],
                )
            )
        return found
