"""Who may know of a duty, and of the requirement behind it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from portal.duties.models import Clause, Duty, Exemption, Extension, Requirement, Terms
from portal.people.access import Capability, Viewer
from portal.people.models import User
from portal.people.queries import visible
from portal.seams.contracts import VisibleRule

ANSWER_FOR_THEM = (
    Capability.SET_DUTIES,
    Capability.SEE_ALL_EVIDENCE,
    Capability.OWN_PROCESS,
    Capability.WRITE,
    Capability.MANAGE_PEOPLE,
)
"""Who sets requirements, and who is asked why somebody owes something."""


def _duties(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Duties of people whose evidence they may see."""
    return rows.filter(user__in=visible(User.objects.all(), viewer))


def _requirements(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Rules under which somebody they may see owes something, or every rule for who answers for rules."""
    if any(viewer.can(capability) for capability in ANSWER_FOR_THEM):
        return rows
    return rows.filter(Exists(_duties(Duty.objects.filter(requirement=OuterRef("pk")), viewer)))


def _terms(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """What rules they may know of say; a draft is for who sets rules."""
    known = rows.filter(requirement__in=_requirements(Requirement.objects.all(), viewer))
    return known if viewer.can(Capability.SET_DUTIES) else known.exclude(switched_on_at=None)


def _clauses(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Of whom a rule speaks, for who answers for rules: it names departments, titles and people."""
    if any(viewer.can(capability) for capability in (Capability.SET_DUTIES, Capability.SEE_ALL_EVIDENCE)):
        return rows.filter(terms__in=_terms(Terms.objects.all(), viewer))
    return rows.none()


def _extensions(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Of duties they may know of; whoever sets duties knows of them all."""
    return rows if viewer.can(Capability.SET_DUTIES) else rows.filter(duty__in=_duties(Duty.objects.all(), viewer))


def _exemptions(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """Of people whose evidence they may see; whoever sets duties knows of them all."""
    return rows if viewer.can(Capability.SET_DUTIES) else _duties(rows, viewer)


RULES: dict[type[Model], VisibleRule] = {
    Duty: _duties,
    Requirement: _requirements,
    Terms: _terms,
    Clause: _clauses,
    Extension: _extensions,
    Exemption: _exemptions,
}
