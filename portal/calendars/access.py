"""Who may know of a calendar's address: whose it is, and nobody else."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.calendars.models import CalendarFeed
from portal.people.access import Viewer
from portal.seams.contracts import VisibleRule


def _feeds(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(user=viewer.id)


RULES: dict[type[Model], VisibleRule] = {CalendarFeed: _feeds}
