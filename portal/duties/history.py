"""Of whom rules speak on a day, told from every dated fact there is, apart from how reconciling asks the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from portal.duties.chain import said_on
from portal.duties.models import Clause, ClosedBecause, Exemption
from portal.duties.terms import Rule
from portal.people.days import day_of, today
from portal.people.models import Dated, DepartmentMembership, DepartmentPlace, Employment, RoleMembership, User

D = TypeVar("D", bound=Dated)


@dataclass
class Person:
    """Somebody with their dated facts."""

    pk: int
    person: UUID
    title: str
    hired_on: date
    is_active: bool
    merged_into: int | None
    employments: list[Employment] = field(default_factory=list)
    departments: list[DepartmentMembership] = field(default_factory=list)
    roles: list[RoleMembership] = field(default_factory=list)

    def is_here(self, day: date) -> bool:
        if self.merged_into is not None:
            return False
        if not self.employments:
            return self.is_active
        now = timezone.now()
        return any(
            day != today() or one.closed_at is None or one.closed_at > now for one in _holding(self.employments, day)
        )


class History:
    """Everything dated, in a fixed number of queries."""

    def __init__(self) -> None:
        rows = User.objects.order_by("pk").values_list(
            "pk", "person", "title", "hired_on", "is_active", "merged_into", "erased_at"
        )
        self.people = {
            pk: Person(pk, person, title.strip().casefold(), hired_on, is_active and erased is None, merged)
            for pk, person, title, hired_on, is_active, merged, erased in rows
        }
        for employment in Employment.objects.order_by("pk"):
            self.people[employment.user_id].employments.append(employment)
        for membership in DepartmentMembership.objects.order_by("pk"):
            self.people[membership.user_id].departments.append(membership)
        for role in RoleMembership.objects.order_by("pk"):
            self.people[role.user_id].roles.append(role)
        self._places: dict[int, list[DepartmentPlace]] = defaultdict(list)
        for place in DepartmentPlace.objects.order_by("pk"):
            self._places[place.department_id].append(place)
        self._clauses: dict[int, list[Clause]] = defaultdict(list)
        for clause in Clause.objects.order_by("pk"):
            self._clauses[clause.terms_id].append(clause)
        self._exemptions: dict[tuple[int, int], list[Exemption]] = defaultdict(list)
        for exemption in Exemption.objects.order_by("pk"):
            self._exemptions[exemption.requirement_id, self._now(exemption.user_id)].append(exemption)

    def asked(self, rule: Rule, *, on: date) -> Iterator[int]:
        """Who owes something under a rule on a day."""
        ends_on = rule.requirement.ends_on
        if (ends_on is not None and ends_on <= on) or not _is_in_force(rule, on):
            return
        clauses = self._clauses.get(said_on(rule.terms, on).pk, ())
        for person in self.people.values():
            if person.is_here(on) and not self._is_exempt(rule, person, on) and self._named(clauses, person, on):
                yield person.pk

    def may_be_closed(self, rule: Rule, person: Person, because: str, *, at: datetime) -> bool:
        """Whether what a duty was closed for was so at that moment, as far as dated facts can tell."""
        day = day_of(at)
        if because == ClosedBecause.RULE_ENDED:
            return rule.requirement.ends_on is not None and rule.requirement.ends_on <= day
        if because == ClosedBecause.EXEMPTED:
            return any(one.starts_on <= day for one in self._exemptions.get((rule.pk, person.pk), ()))
        return True

    def _now(self, user: int) -> int:
        return self.people[user].merged_into or user

    def _is_exempt(self, rule: Rule, person: Person, day: date) -> bool:
        return any(_holding(self._exemptions.get((rule.pk, person.pk), ()), day))

    def _named(self, clauses: Sequence[Clause], person: Person, day: date) -> bool:
        named = [clause for clause in clauses if self._is_named(clause, person, day)]
        return bool(named) and not any(clause.excludes for clause in named)

    def _is_named(self, clause: Clause, person: Person, day: date) -> bool:
        return (
            (clause.user_id is None or self._now(clause.user_id) == person.pk)
            and (not clause.title or clause.title.strip().casefold() == person.title)
            and (clause.hired_from is None or person.hired_on >= clause.hired_from)
            and (clause.hired_before is None or person.hired_on < clause.hired_before)
            and (not clause.role or any(one.role == clause.role for one in _holding(person.roles, day)))
            and (clause.department_id is None or clause.department_id in self._departments(clause, person, day))
        )

    def _departments(self, clause: Clause, person: Person, day: date) -> set[int]:
        """Where a person stands on a day: their department, and those above it where the clause reaches below."""
        found = {one.department_id for one in _holding(person.departments, day)}
        ahead = list(found) if clause.with_below else []
        while ahead:
            for place in _holding(self._places.get(ahead.pop(), ()), day):
                if place.parent_id not in found:
                    found.add(place.parent_id)
                    ahead.append(place.parent_id)
        return found


def _is_in_force(rule: Rule, day: date) -> bool:
    return any(said.applies_from <= day for said in rule.terms)


def _holding(rows: Iterable[D], day: date) -> Iterator[D]:
    return (one for one in rows if one.starts_on <= day and (one.ends_on is None or day < one.ends_on))
