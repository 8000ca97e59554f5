"""Sealing: what a release says of itself and of its parts and files, as one digest that can be computed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.releases.models import Release, ReleaseAsset, ReleasePart
from portal.releases.rules import digest, neutral, seal

SAID = (
    "kind",
    "number",
    "slug",
    "source_locale",
    "change_class",
    "reason",
    "facts",
    "revisions",
    "schema",
)


def seal_of(
    release: Release,
    *,
    parts: Iterable[ReleasePart],
    assets: Iterable[ReleaseAsset],
    held: Mapping[str, Any] | None = None,
) -> str:
    """The digest a release has with these parts and files, and with what it holds back."""
    who = [str(person or "") for person in (release.key, release.released_by, release.approved_by)]
    when = [release.effective_on.isoformat(), f"{release.released_at.timestamp():.6f}"]
    kept = {"held": digest(neutral(held))} if held else {}
    return seal(
        {name: getattr(release, name) for name in SAID} | {"who": who, "when": when} | kept,
        parts=[(part.part_id, part.locale, part.position, part.hash, part.html_hash) for part in parts],
        assets=[(asset.sha256, asset.name, asset.content_type, asset.size) for asset in assets],
    )
