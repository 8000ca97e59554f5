"""The brief of a release: how its drill is prepared, marked and solved, as it stood when it was released."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from portal.releases.models import Release, ReleaseHeld
from sandbox.drills import Brief, Setup, instantiate
from sandbox.drills.frozen import thawed

HELD = "brief"
"""Its name among what a release holds back from every reader."""


def brief_of(release: Release | UUID) -> Brief:
    """The frozen brief of a release of a drill. An attempt is prepared, marked and explained by no other."""
    return _brief(release.pk if isinstance(release, Release) else release)


@lru_cache(maxsize=128)
def _brief(release: UUID) -> Brief:
    return thawed(ReleaseHeld.objects.get(pk=release).content[HELD])


@lru_cache(maxsize=256)
def setup_of(release: UUID, seed: int) -> Setup:
    """The drill of a release made ready for one seed; it never changes, so it is worked out once."""
    return instantiate(_brief(release), seed)
