"""The organisation on a day: who answers to whom, and which departments stand under which; one query each."""

from __future__ import annotations

from datetime import date

from django.db import connection

_LINE = """
with recursive line(user_id) as (
    select user_id from people_reportingline
     where manager_id = %(manager)s and starts_on <= %(day)s and (ends_on is null or ends_on > %(day)s)
    union
    select r.user_id from people_reportingline r join line on r.manager_id = line.user_id
     where r.starts_on <= %(day)s and (r.ends_on is null or r.ends_on > %(day)s)
) select user_id from line
"""

_SUBTREE = """
with recursive subtree(id) as (
    select id from people_department where id = any(%(roots)s)
    union
    select d.id from people_department d join subtree on d.parent_id = subtree.id
) select id from subtree
"""


def reporting_line(manager: int, *, on: date) -> set[int]:
    """User ids of everyone below `manager`, at any depth, on that day; the manager is not in it."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, {"manager": manager, "day": on})
        return {row[0] for row in cursor.fetchall()} - {manager}


def department_subtree(*roots: int) -> set[int]:
    """Department ids of `roots` and of everything under them."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, {"roots": list(roots)})
        return {row[0] for row in cursor.fetchall()}
