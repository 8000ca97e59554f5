"""Who may know of a notice: who was told."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.notices.models import Mailing, Notice, Waiting
from portal.people.access import Viewer
from portal.seams.contracts import VisibleRule


def _own(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(user=viewer.id)


RULES: dict[type[Model], VisibleRule] = {Notice: _own, Mailing: _own, Waiting: _own}
