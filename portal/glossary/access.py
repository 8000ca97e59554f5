"""Who may know of the glossary: everyone who works here."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.glossary.models import Edition, Term
from portal.people.access import Viewer
from portal.seams.contracts import VisibleRule


def _everyone(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows


RULES: dict[type[Model], VisibleRule] = {Term: _everyone, Edition: _everyone}
