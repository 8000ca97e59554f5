"""Which people a viewer may know about."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from portal.people.access import Capability, Viewer
from portal.people.models import User


def visible(people: QuerySet[User], viewer: Viewer) -> QuerySet[User]:
    """Oneself, one's reporting line of today, or everyone for who answers for everyone's evidence."""
    if viewer.can(Capability.SEE_ALL_EVIDENCE):
        return people
    return people.filter(Q(pk=viewer.id) | Q(pk__in=viewer.line))
