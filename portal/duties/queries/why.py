"""One person and one thing: where they stand, and the rule that asks it of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from portal.duties.models import Duty
from portal.duties.queries.standing import Standing, standing_of
from portal.people.models import User


def _asked_of(person: User, kind: str, key: UUID) -> Duty | None:
    duties = Duty.objects.filter(user=person, kind=kind, key=key, closed_at=None)
    return duties.select_related("terms").prefetch_related("terms__clauses__department").order_by("-cycle").first()


def standing(person: User, kind: str, key: UUID) -> Standing | None:
    """Where this person stands with this thing now; None where they do not owe it."""
    duty = _asked_of(person, kind, key)
    return standing_of(duty, person=person.person, now=timezone.now()) if duty else None


def standing_with_rule(person: User, kind: str, key: UUID) -> tuple[Standing | None, str]:
    """Where they stand, and the rule that asks it of them in a sentence; one query."""
    duty = _asked_of(person, kind, key)
    if duty is None:
        return None, ""
    return standing_of(duty, person=person.person, now=timezone.now()), _rule(duty.terms)


def _rule(terms: Any) -> str:
    department = next((clause.department for clause in terms.clauses.all() if clause.department), None)
    return ngettext(
        "Asked of everyone in %(department)s, %(n)s day after they arrive, since %(day)s.",
        "Asked of everyone in %(department)s, %(n)s days after they arrive, since %(day)s.",
        terms.due_days or 0,
    ) % {
        "department": department.name if department else "",
        "n": terms.due_days or 0,
        "day": date_format(terms.applies_from, "DATE_FORMAT"),
    }
