"""Verifies releases: each part is still what was frozen, and no release has lost its cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef

from portal.releases.models import Release, ReleasePart
from portal.releases.rules import part_hash
from portal.seams.contracts import Difference


def replay_parts() -> Iterator[Sequence[Difference]]:
    """Each part's hash computed anew; its HTML is a rendering and is not proved."""
    parts = ReleasePart.objects.select_related("release").defer("html", "release__facts").order_by("release", "pk")
    for part in parts.iterator(chunk_size=500):
        computed = part_hash(title=part.title, blocks=part.blocks, facts=part.facts)
        what = f'part "{part.part_id}" ({part.locale}) of {part.release}: hash'
        yield () if part.hash == computed else [Difference(what, part.hash, computed)]
    own = ReleasePart.objects.filter(release=OuterRef("pk"), part_id="", locale=OuterRef("source_locale"))
    for release in Release.objects.filter(~Exists(own)).defer("facts").order_by("pk").iterator():
        yield [Difference(f"cover of {release}", "nothing", f"a part in {release.source_locale}")]
