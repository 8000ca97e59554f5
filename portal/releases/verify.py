"""Verifies releases: each part, each file and all that a release says of itself are still what was frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from django.db.models import Exists, F, JSONField, OuterRef, Prefetch
from django.db.models.functions import Cast

from portal.releases.assets import content_of
from portal.releases.models import Release, ReleaseAsset, ReleasePart
from portal.releases.rules import digest, part_hash
from portal.releases.sealing import seal_of
from portal.seams.contracts import Difference


def replay_parts() -> Iterator[Sequence[Difference]]:
    """The digests of each part's content and of its HTML computed anew; and no release has lost its cover."""
    parts = (
        ReleasePart.objects.select_related("release")
        .defer("blocks", "release__facts")
        # As they lie there, read through no upcaster.
        .annotate(stored=Cast(F("blocks"), JSONField()))
        .order_by("release", "pk")
    )
    for part in parts.iterator(chunk_size=500):
        what = f'part "{part.part_id}" ({part.locale}) of {part.release}'
        computed = part_hash(title=part.title, blocks=part.stored, facts=part.facts)
        drawn = digest(part.html)
        found = [] if part.hash == computed else [Difference(f"{what}: hash", part.hash, computed)]
        yield found if part.html_hash == drawn else [*found, Difference(f"{what}: HTML", part.html_hash, drawn)]
    own = ReleasePart.objects.filter(release=OuterRef("pk"), part_id="", locale=OuterRef("source_locale"))
    for release in Release.objects.filter(~Exists(own)).defer("facts").order_by("pk").iterator():
        yield [Difference(f"cover of {release}", "nothing", f"a part in {release.source_locale}")]


def replay_releases() -> Iterator[Sequence[Difference]]:
    """The seal of each release computed anew: its facts, its days, who released it, which parts and files it has, what it holds back; then each of the files."""
    parts = Prefetch("parts", ReleasePart.objects.defer("blocks", "html", "facts"))
    releases = Release.objects.select_related("kept_apart").prefetch_related(parts, "assets")
    for release in releases.order_by("pk").iterator(chunk_size=200):
        held = release.kept_apart.content if hasattr(release, "kept_apart") else None
        computed = seal_of(release, parts=release.parts.all(), assets=release.assets.all(), held=held)
        yield [] if release.seal == computed else [Difference(f"{release}: seal", release.seal, computed)]
    yield from replay_assets()


def replay_assets() -> Iterator[Sequence[Difference]]:
    """Each kept file is there, and is what it is named by."""
    for asset in ReleaseAsset.objects.order_by("sha256", "pk").distinct("sha256").iterator():
        what = f"file {asset.name} of a release"
        try:
            computed = hashlib.sha256(content_of(asset)).hexdigest()
        except FileNotFoundError:
            computed = "nothing"
        yield [] if computed == asset.sha256 else [Difference(what, asset.sha256, computed)]
