"""Of whom rules speak on a day: one statement, whatever the number of rules and people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from portal.people.days import today

_IN_FORCE = """
    select distinct on (t.requirement_id) t.id, t.requirement_id, t.applies_from, r.kind, r.key
      from duties_terms t join duties_requirement r on r.id = t.requirement_id
     where t.switched_on_at is not null and t.applies_from <= %(day)s
       and (r.ends_on is null or r.ends_on > %(day)s)
       and (%(requirements)s::bigint[] is null or r.id = any(%(requirements)s::bigint[]))
     order by t.requirement_id, t.number desc
"""
_AS_DRAFTED = """
    select t.id, t.requirement_id, t.applies_from, r.kind, r.key
      from duties_terms t join duties_requirement r on r.id = t.requirement_id where t.id = %(terms)s
"""
_SPOKEN_OF = """
with recursive rule as ({rule}),
person(id, title, hired_on, since) as (
    select u.id, lower(u.title), u.hired_on,
           (select max(e.starts_on) from people_employment e
             where e.user_id = u.id and e.starts_on <= %(day)s and (e.ends_on is null or e.ends_on > %(day)s))
      from people_user u
     where (%(users)s::bigint[] is null or u.id = any(%(users)s::bigint[]))
       and u.merged_into_id is null and u.erased_at is null
       and case when %(day)s = %(today)s then u.is_active
                else exists (select 1 from people_employment e
                              where e.user_id = u.id and e.starts_on <= %(day)s
                                and (e.ends_on is null or e.ends_on > %(day)s))
                  or (u.is_active and not exists (select 1 from people_employment e where e.user_id = u.id))
           end
),
above(user_id, department_id, since, is_own) as (
    select m.user_id, m.department_id, m.starts_on, true
      from people_departmentmembership m join person on person.id = m.user_id
     where m.starts_on <= %(day)s and (m.ends_on is null or m.ends_on > %(day)s)
    union
    select above.user_id, p.parent_id, greatest(above.since, p.starts_on), false
      from above join people_departmentplace p on p.department_id = above.department_id
     where p.starts_on <= %(day)s and (p.ends_on is null or p.ends_on > %(day)s)
),
named as (
    select rule.id as terms_id, person.id as user_id, c.excludes,
           greatest(rule.applies_from, coalesce(above.since, person.since), held.starts_on, person.since) as since
      from rule
      join duties_clause c on c.terms_id = rule.id
      left join people_user chosen on chosen.id = c.user_id
      join person on (c.user_id is null or person.id = coalesce(chosen.merged_into_id, chosen.id))
                 and (c.title = '' or person.title = lower(trim(c.title)))
                 and (c.hired_from is null or person.hired_on >= c.hired_from)
                 and (c.hired_before is null or person.hired_on < c.hired_before)
      left join above on above.user_id = person.id and above.department_id = c.department_id
                     and (above.is_own or c.with_below)
      left join people_rolemembership held on c.role <> '' and held.user_id = person.id and held.role = c.role
                     and held.starts_on <= %(day)s and (held.ends_on is null or held.ends_on > %(day)s)
     where (c.department_id is null or above.user_id is not null) and (c.role = '' or held.id is not null)
),
exempt as (
    select e.requirement_id, coalesce(u.merged_into_id, u.id) as user_id
      from duties_exemption e join people_user u on u.id = e.user_id
     where e.starts_on <= %(day)s and (e.ends_on is null or e.ends_on > %(day)s)
),
spoken as (
    select rule.requirement_id, rule.id as terms_id, rule.kind, rule.key, named.user_id, min(named.since) as since,
           exists (select 1 from exempt where exempt.requirement_id = rule.requirement_id
                                          and exempt.user_id = named.user_id) as is_exempt
      from named join rule on rule.id = named.terms_id
     group by rule.requirement_id, rule.id, rule.kind, rule.key, named.user_id
    having not bool_or(named.excludes)
)
"""
_AUDIENCE = " select requirement_id, user_id, kind, key, since, is_exempt from spoken order by requirement_id, user_id"
_MISSING = """
select requirement_id, user_id, kind, key, since, is_exempt from spoken
 where not is_exempt and not exists (
       select 1 from duties_duty d
        where d.requirement_id = spoken.requirement_id and d.user_id = spoken.user_id and d.is_newest)
 order by requirement_id, user_id
"""
_ADRIFT = """
, asked as (select requirement_id, user_id from spoken where not is_exempt),
standing as (select requirement_id, user_id from duties_duty where is_newest)
(select * from asked except select * from standing)
union (select * from standing except select * from asked)
union
select d.requirement_id, d.user_id
  from duties_duty d join spoken on spoken.requirement_id = d.requirement_id and spoken.user_id = d.user_id
  join duties_terms t on t.id = spoken.terms_id
 where d.is_newest and d.in_force_until is not null and t.renew_days is not null
   and d.in_force_until - make_interval(days => t.renew_days) <= %(now)s
order by 1, 2
"""


@dataclass(frozen=True)
class Spoken:
    """A rule speaks of somebody, without a break since a day; who is exempt owes nothing all the same."""

    requirement: int
    user: int
    kind: str
    key: UUID
    since: date
    is_exempt: bool


def audience(
    *, requirements: Collection[int] | None = None, users: Collection[int] | None = None, on: date | None = None
) -> list[Spoken]:
    """Of whom rules in force speak on a day, today by default; every rule and everyone where none are given."""
    return [Spoken(*row) for row in _ask(_IN_FORCE, _AUDIENCE, requirements=requirements, users=users, day=on)]


def audience_of(terms: int, *, on: date) -> list[Spoken]:
    """Of whom these terms, drafted or not, would speak on a day."""
    return [Spoken(*row) for row in _ask(_AS_DRAFTED, _AUDIENCE, terms=terms, day=on)]


def missing(users: Collection[int]) -> Sequence[Spoken]:
    """What rules ask of `users` today and was not opened for them yet."""
    return [Spoken(*row) for row in _ask(_IN_FORCE, _MISSING, users=users)] if users else []


def adrift(now: Any) -> list[tuple[int, int]]:
    """Requirement and user where clocks moved something: to be opened, to be closed, or whose renewal may have begun."""
    return [(requirement, user) for requirement, user in _ask(_IN_FORCE, _ADRIFT, now=now)]


def _ask(
    rule: str,
    question: str,
    *,
    requirements: Collection[int] | None = None,
    users: Collection[int] | None = None,
    terms: int | None = None,
    day: date | None = None,
    now: Any = None,
) -> Sequence[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _SPOKEN_OF.format(rule=rule) + question,
            {
                "requirements": None if requirements is None else sorted(requirements),
                "users": None if users is None else sorted(users),
                "terms": terms,
                "day": day or today(),
                "today": today(),
                "now": now,
            },
        )
        found: Sequence[Sequence[Any]] = cursor.fetchall()
        return found
