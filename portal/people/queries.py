"""Which people a viewer may know about, and what of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q, QuerySet

from portal.people.access import Capability, Viewer
from portal.people.models import (
    Delegation,
    Department,
    DepartmentMembership,
    DepartmentPlace,
    Employment,
    ReportingLine,
    RoleMembership,
    User,
)
from portal.seams.contracts import VisibleRule


def visible(people: QuerySet[User], viewer: Viewer) -> QuerySet[User]:
    """Whose evidence they may see: their own, that of their line of today, or everyone's for who answers for it."""
    if viewer.can(Capability.SEE_ALL_EVIDENCE):
        return people
    return people.filter(Q(pk=viewer.id) | Q(pk__in=viewer.line))


def known(people: QuerySet[User], viewer: Viewer) -> QuerySet[User]:
    """Who stands in the directory for them: themselves, their line of today, or everyone for who manages people."""
    return people if viewer.can(Capability.MANAGE_PEOPLE) else visible(people, viewer)


def _of_the_known(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Dated facts of people the viewer may know of."""
    if viewer.can(Capability.MANAGE_PEOPLE):
        return rows
    return rows.filter(user__in=known(User.objects.all(), viewer))


def _everyone(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Departments are no secret inside the house."""
    return rows


RULES: dict[type[Model], VisibleRule] = {
    User: known,
    Employment: _of_the_known,
    DepartmentMembership: _of_the_known,
    ReportingLine: _of_the_known,
    RoleMembership: _of_the_known,
    Delegation: _of_the_known,
    Department: _everyone,
    DepartmentPlace: _everyone,
}
