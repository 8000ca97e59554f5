"""Who may know of what search keeps; entries are asked for by their scopes, inside the query."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.people.access import Capability, Viewer
from portal.seams.contracts import VisibleRule
from portal.search.models import Entry, Gap, Query
from portal.search.queries import scopes_of


def _entries(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(scopes__overlap=scopes_of(viewer))


def _for_who_writes(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """What was asked and not found concerns who can write the answer."""
    return rows if may_read_gaps(viewer) else rows.none()


def may_read_gaps(viewer: Viewer) -> bool:
    return viewer.can(Capability.WRITE) or viewer.can(Capability.OWN_PROCESS)


RULES: dict[type[Model], VisibleRule] = {Entry: _entries, Query: _for_who_writes, Gap: _for_who_writes}
