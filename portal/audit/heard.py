"""Releases are privileged acts too: each is written down in the transaction that makes it."""

from __future__ import annotations

from portal.audit.record import audited
from portal.releases.models import Release


def on_release(release: Release) -> None:
    """Who released is known where an editor did it; a sweep or a seed is the portal itself."""
    audited(release.released_by, "release.published", kind=release.kind, number=release.number, slug=release.slug)
