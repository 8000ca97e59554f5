"""What a change class means for each kind: a major release asks again of some, and leaves others what they earned."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.releases.models import ChangeClass, Release
from portal.seams.registry import registry

KEPT: str | Promise = _("Major: people are told; what they earned holds until it ends")


def keeps(kind: str) -> bool:
    """Whether what people earned outlives a major release: a certificate holds until its day, a drill passed is passed."""
    return kind in {one for source in registry.sources for one in getattr(source, "keeps", ())}


def asks_again(release: Release) -> bool:
    """A major release whose kind asks for the changed parts anew; a first one asks for everything."""
    kinds = {kind for source in registry.sources for kind in getattr(source, "asks_again", ())}
    return release.change_class == ChangeClass.MAJOR and release.number > 1 and release.kind in kinds


def asks_whole(release: Release) -> bool:
    """A major release that asks again of whoever no longer meets the whole."""
    is_major = release.change_class == ChangeClass.MAJOR and release.number > 1
    return is_major and not keeps(release.kind) and not asks_again(release)


def tells(release: Release) -> bool:
    """Whether people who met an earlier one are told of it, and nothing more."""
    told = {ChangeClass.MINOR, ChangeClass.MAJOR} if keeps(release.kind) else {ChangeClass.MINOR}
    return release.change_class in told and not release.is_first


def label(kind: str, change_class: str) -> str | Promise:
    return KEPT if change_class == ChangeClass.MAJOR and keeps(kind) else ChangeClass(change_class).label


def choices(kind: str) -> list[tuple[str, str | Promise]]:
    return [(name, label(kind, name)) for name in ChangeClass.values]
