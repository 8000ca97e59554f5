"""The departments as a tree on a day, with how many people work in each and below it; three queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from portal.people.models import Department, DepartmentMembership, DepartmentPlace
from portal.people.organisation import holding

INDENT = "\u2003"


@dataclass(frozen=True)
class Node:
    """A department where it stands: `people` work in it, `people_below` in it and in everything under it."""

    department: Department
    depth: int
    people: int
    people_below: int
    parent: Department | None

    @property
    def name(self) -> str:
        return self.department.name

    @property
    def key(self) -> str:
        return self.department.key

    @property
    def has_people_under_it(self) -> bool:
        return self.people_below > self.people

    @property
    def indented(self) -> str:
        return INDENT * self.depth + self.name


def tree(*, on: date | None = None) -> Sequence[Node]:
    """Every department, each followed by those under it; siblings by name."""
    departments = {department.pk: department for department in Department.objects.all()}
    parents = dict(holding(DepartmentPlace.objects.all(), on=on).values_list("department", "parent"))
    members = holding(DepartmentMembership.objects.all(), on=on).order_by()
    counts: dict[int, int] = dict(members.values_list("department").annotate(n=Count("pk")))
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk in sorted(departments, key=lambda pk: departments[pk].name.casefold()):
        below[parents.get(pk)].append(pk)

    def total(pk: int) -> int:
        return counts.get(pk, 0) + sum(total(child) for child in below.get(pk, ()))

    def walk(parent: int | None, depth: int) -> Iterator[Node]:
        for pk in below.get(parent, ()):
            above = departments[parent] if parent else None
            yield Node(departments[pk], depth, counts.get(pk, 0), total(pk), above)
            yield from walk(pk, depth + 1)

    return list(walk(None, 0))
