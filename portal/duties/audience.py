"""Who a requirement speaks of: asked from the people's side, which requirements open something for them today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from portal.people.days import today

_MISSING = """
with recursive above(user_id, starts_on, department_id) as (
    select m.user_id, m.starts_on, m.department_id
      from people_departmentmembership m join people_user u on u.id = m.user_id and u.is_active
     where m.user_id = any(%(users)s)
       and m.starts_on <= %(day)s and (m.ends_on is null or m.ends_on > %(day)s)
    union
    select above.user_id, above.starts_on, p.parent_id
      from above join people_departmentplace p on p.department_id = above.department_id
     where p.starts_on <= %(day)s and (p.ends_on is null or p.ends_on > %(day)s)
)
select r.id, above.user_id, r.kind, r.key, t.id, t.due_days, greatest(above.starts_on, t.applies_from)
  from above join duties_clause c on c.department_id = above.department_id
  join duties_terms t on t.id = c.terms_id and t.switched_on_at is not null
  join duties_requirement r on r.id = t.requirement_id
 where t.applies_from <= %(day)s and (r.ends_on is null or r.ends_on > %(day)s)
   and not exists (select 1 from duties_duty d where d.requirement_id = r.id and d.user_id = above.user_id)
 order by r.id, above.user_id
"""


@dataclass(frozen=True)
class Awaited:
    """A duty that somebody owes from `day` on and that is not opened yet."""

    requirement: int
    user: int
    kind: str
    key: UUID
    terms: int
    due_days: int
    day: date


def missing(users: Collection[int]) -> Sequence[Awaited]:
    """What requirements ask of `users` today and was not opened for them; one statement."""
    if not users:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"users": list(users), "day": today()})
        return [Awaited(*row) for row in cursor.fetchall()]
