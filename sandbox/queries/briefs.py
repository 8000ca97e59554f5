"""What a release of a drill holds back: how it is prepared, marked and solved, and the words that are given out later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from portal.releases.models import Release, ReleaseHeld
from sandbox.drills import Brief, Setup, instantiate
from sandbox.drills.frozen import thawed

HELD = "brief"
HINTS = "hints"
DEBRIEF = "debrief"
"""Their names among what a release holds back from every reader."""


def brief_of(release: Release | UUID) -> Brief:
    """The frozen brief of a release of a drill. An attempt is prepared, marked and explained by no other."""
    return _brief(release.pk if isinstance(release, Release) else release)


def hints_of(release: Release, language: str) -> Sequence[str]:
    """Every hint of a release in the order in which they are given; whoever shows one has counted those taken."""
    return list(_said(release, HINTS, language) or [])


def debrief_of(release: Release, language: str) -> str:
    """What is said to whoever has passed."""
    return str(_said(release, DEBRIEF, language) or "")


def _said(release: Release, name: str, language: str) -> Any:
    texts: Mapping[str, Any] = _held(release.pk)[name]
    return texts.get(language) or texts.get(release.source_locale)


@lru_cache(maxsize=128)
def _held(release: UUID) -> Mapping[str, Any]:
    """Frozen for ever, so it is read once a process."""
    held: Mapping[str, Any] = ReleaseHeld.objects.get(pk=release).content
    return held


@lru_cache(maxsize=128)
def _brief(release: UUID) -> Brief:
    return thawed(_held(release)[HELD])


@lru_cache(maxsize=256)
def setup_of(release: UUID, seed: int) -> Setup:
    """The drill of a release made ready for one seed; it never changes, so it is worked out once."""
    return instantiate(_brief(release), seed)
