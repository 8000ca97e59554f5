"""Who may know of a release: everyone, from the day it takes effect; who writes, before."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.people.access import Capability, Viewer
from portal.people.days import today
from portal.releases.models import Release, ReleaseAsset, ReleaseHeld, ReleasePart
from portal.seams.contracts import VisibleRule


def _releases(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.WRITE) else rows.filter(effective_on__lte=today())


def _of_release(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.WRITE) else rows.filter(release__effective_on__lte=today())


def _of_nobody(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.none()


RULES: dict[type[Model], VisibleRule] = {
    Release: _releases,
    ReleasePart: _of_release,
    ReleaseAsset: _of_release,
    ReleaseHeld: _of_nobody,
}
