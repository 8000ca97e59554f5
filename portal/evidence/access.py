"""Who may know of a fact: the person themselves, who leads them today, and who answers for everyone's evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet

from portal.evidence.models import Evidence, PersonAlias
from portal.people.access import Viewer
from portal.people.models import User
from portal.people.queries import visible
from portal.seams.contracts import VisibleRule


def _evidence(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Facts of people they may see, under whichever of their ids those were recorded."""
    seen = visible(User.objects.all(), viewer).values("person")
    aliases = PersonAlias.objects.filter(person__in=seen).values("alias")
    return rows.filter(Q(person__in=seen) | Q(person__in=aliases))


RULES: dict[type[Model], VisibleRule] = {Evidence: _evidence}
