"""The organisation on a day: who answers to whom, who stands in for whom, and which departments stand under which; one query each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Func, Q, QuerySet, Value

from portal.people.days import today

_LINE = """
with recursive line(user_id) as (
    select r.user_id from people_reportingline r
     where (r.manager_id = %(manager)s
            or r.manager_id in (select d.user_id from people_delegation d
                                 where d.delegate_id = %(manager)s and d.starts_on <= %(day)s and d.ends_on > %(day)s))
       and r.starts_on <= %(day)s and (r.ends_on is null or r.ends_on > %(day)s)
    union
    select r.user_id from people_reportingline r join line on r.manager_id = line.user_id
     where r.starts_on <= %(day)s and (r.ends_on is null or r.ends_on > %(day)s)
) select user_id from line
"""

_SUBTREE = """
with recursive subtree(id) as (
    select id from people_department where id = any(%(roots)s)
    union
    select p.department_id from people_departmentplace p join subtree on p.parent_id = subtree.id
     where p.starts_on <= %(day)s and (p.ends_on is null or p.ends_on > %(day)s)
) select id from subtree
"""


def holding(queryset: QuerySet[Any], *, on: date | None = None) -> QuerySet[Any]:
    """Of dated rows, those that hold on a day; today by default."""
    day = on or today()
    return queryset.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


def at_work(employments: QuerySet[Any]) -> QuerySet[Any]:
    """Of employments, those in which a person is still here today: where access ended, they have left, whatever the day."""
    return holding(employments.filter(closed_at=None))


def here_or_to_come(employments: QuerySet[Any]) -> QuerySet[Any]:
    """Of employments, those in which a person is still here today or will be."""
    return employments.filter(Q(ends_on=None) | Q(ends_on__gt=today()), closed_at=None)


def reporting_line(manager: int, *, on: date) -> set[int]:
    """User ids of everyone below `manager` on that day, at any depth, and of the lines `manager` stands in for.

    Who delegated is not in the line they lent, nor is the manager: a delegate sees the team, not the person away.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LINE, {"manager": manager, "day": on})
        return {row[0] for row in cursor.fetchall()} - {manager}


def department_subtree(*roots: int, on: date | None = None) -> set[int]:
    """Department ids of `roots` and of everything that stood under them on a day; today by default."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, {"roots": list(roots), "day": on or today()})
        return {row[0] for row in cursor.fetchall()}


class among(Func):  # noqa: N801  (it reads as a condition: `filter(among("user", viewer.line))`)
    """Whether a field is one of some ids, sent as one array: an `in` of thousands costs more to write than to answer."""

    template = "%(expressions)s"
    arg_joiner = " = any("
    output_field = BooleanField()

    def __init__(self, field: str, ids: Collection[int], **extra: Any) -> None:
        super().__init__(field, Value(list(ids), output_field=ArrayField(BigIntegerField())), **extra)

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        sql, params = super().as_sql(*args, **kwargs)
        return f"{sql})", params
