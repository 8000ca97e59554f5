"""What rows and clock say about duties and nobody was told yet: one statement a sort, idempotent by the notice's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from portal.people.days import day_of

_ASKED = """
with asked as (
    select distinct on (d.user_id, d.kind, d.key)
           d.id, d.user_id, d.kind, d.key, d.opened_at, d.opened_because, d.due_at, d.grace_until,
           (d.due_at at time zone %(zone)s)::date as due_day
      from duties_duty d join people_user u on u.id = d.user_id and u.is_active
     where d.closed_at is null and d.met_at is null
     order by d.user_id, d.kind, d.key, d.due_at, d.id
)
insert into notices_notice (user_id, kind, once, key, facts, told_at, written_at)
select a.user_id, e.kind, e.once, a.key, jsonb_build_object('kind', a.kind, 'duty', a.id),
       greatest(e.at, %(now)s - interval '1 day'), %(now)s
  from asked a
 cross join lateral (values
        (case a.opened_because when 'renewal' then 'duty.renewal' when 'release' then 'duty.reopened'
              else 'duty.opened' end,
         a.id::text, a.opened_at, a.opened_at + interval '120 days'),
        ('duty.due_7', a.due_day::text, (a.due_day - 7)::timestamp at time zone %(zone)s,
         (a.due_day - 1)::timestamp at time zone %(zone)s),
        ('duty.due_1', a.due_day::text, (a.due_day - 1)::timestamp at time zone %(zone)s, a.due_at),
        ('duty.overdue', a.due_day::text, a.grace_until, a.grace_until + interval '60 days')
       ) as c(kind, mark, at, until)
 cross join lateral (
        select c.kind, c.kind || ':' || a.kind || ':' || a.key || ':' || c.mark as once, c.at
       ) as e
 where c.at <= %(now)s and %(now)s < c.until
   and (c.kind not in ('duty.due_7', 'duty.due_1') or a.opened_at < c.at)
   and not exists (select 1 from notices_notice n where n.user_id = a.user_id and n.once = e.once)
 order by a.user_id, e.once
on conflict (user_id, once) do nothing
"""
"""Several rules asking one thing of somebody tell it once, by the strictest. A duty opened within its last week is told
as opened alone."""

_EXTENDED = """
insert into notices_notice (user_id, kind, once, key, facts, told_at, written_at)
select d.user_id, 'duty.extended', 'duty.extended:' || x.id, d.key,
       jsonb_build_object('kind', d.kind, 'duty', d.id), x.at, %(now)s
  from duties_extension x
  join duties_duty d on d.id = x.duty_id and d.closed_at is null and d.met_at is null
  join people_user u on u.id = d.user_id and u.is_active
 where x.at <= %(now)s and x.at > %(now)s - interval '60 days'
   and not exists (select 1 from notices_notice n where n.user_id = d.user_id and n.once = 'duty.extended:' || x.id)
 order by d.user_id, x.id
on conflict (user_id, once) do nothing
"""

_EXEMPTED = """
insert into notices_notice (user_id, kind, once, key, facts, told_at, written_at)
select x.user_id, 'duty.exempted', 'duty.exempted:' || x.id, r.key,
       jsonb_build_object('kind', r.kind, 'exemption', x.id), x.at, %(now)s
  from duties_exemption x
  join duties_requirement r on r.id = x.requirement_id
  join people_user u on u.id = x.user_id and u.is_active
 where x.at <= %(now)s and x.at > %(now)s - interval '60 days' and (x.ends_on is null or x.ends_on > %(day)s)
   and not exists (select 1 from notices_notice n where n.user_id = x.user_id and n.once = 'duty.exempted:' || x.id)
 order by x.user_id, x.id
on conflict (user_id, once) do nothing
"""

_OVER = """
update notices_notice n set read_at = %(now)s
  from duties_duty d
 where n.read_at is null and n.kind like 'duty.%%' and n.facts ? 'duty' and d.id = (n.facts->>'duty')::bigint
   and (d.met_at is not null or d.closed_at is not null)
"""
"""What was done needs no reading: the count says only what still asks for something."""

_ENDED = """
update notices_notice n set read_at = %(now)s
  from duties_exemption x
 where n.read_at is null and n.kind = 'duty.exempted' and x.id = (n.facts->>'exemption')::bigint
   and x.ends_on <= %(day)s
"""

_OUTDONE = """
update notices_notice n set read_at = %(now)s
 where n.read_at is null and n.kind in ('duty.due_7', 'duty.due_1', 'duty.opened', 'duty.renewal', 'duty.reopened')
   and exists (select 1 from notices_notice m
                where m.user_id = n.user_id and m.key = n.key and m.id > n.id and m.told_at > n.told_at
                  and m.kind in ('duty.due_7', 'duty.due_1', 'duty.overdue', 'duty.extended'))
"""
"""Of one thing only the latest word waits to be read."""

_TEAMS = """
with recursive line(leader, user_id) as (
    select r.manager_id, r.user_id from people_reportingline r
     where r.starts_on <= %(day)s and (r.ends_on is null or r.ends_on > %(day)s)
    union
    select line.leader, r.user_id from line join people_reportingline r on r.manager_id = line.user_id
     where r.starts_on <= %(day)s and (r.ends_on is null or r.ends_on > %(day)s)
), led(leader, user_id) as (
    select leader, user_id from line
    union
    select d.delegate_id, line.user_id from people_delegation d join line on line.leader = d.user_id
     where d.starts_on <= %(day)s and d.ends_on > %(day)s
), pressing(user_id) as (
    select distinct d.user_id from duties_duty d join people_user u on u.id = d.user_id and u.is_active
     where d.is_newest and d.closed_at is null
       and (d.met_at is null and d.due_at < %(now)s
            or d.met_at is null and d.held_until > %(now)s
            or d.in_force_until < %(now)s + interval '30 days')
)
insert into notices_notice (user_id, kind, once, facts, told_at, written_at)
select distinct led.leader, 'team.week', 'team.week:' || %(week)s, jsonb_build_object('week', %(week)s),
       %(now)s::timestamptz, %(now)s::timestamptz
  from led join pressing on pressing.user_id = led.user_id and led.user_id <> led.leader
  join people_user u on u.id = led.leader and u.is_active
 order by led.leader
on conflict (user_id, once) do nothing
"""


def tell_what_is_new(now: datetime) -> int:
    """Write what is new by `now`, and mark as read what asks for nothing any more; returns how many were told."""
    with connection.cursor() as cursor:
        facts = {"now": now, "zone": settings.TIME_ZONE, "day": day_of(now)}
        told = sum(_run(cursor, statement, facts) for statement in (_ASKED, _EXTENDED, _EXEMPTED))
        for statement in (_OVER, _ENDED, _OUTDONE):
            _run(cursor, statement, facts)
        return told


def tell_leaders(*, now: datetime, day: Any, week: str) -> int:
    """Tell everyone who leads a line in which something is overdue or lapsing; one statement."""
    with connection.cursor() as cursor:
        return _run(cursor, _TEAMS, {"now": now, "day": day, "week": week})


def _run(cursor: Any, statement: str, facts: Mapping[str, Any]) -> int:
    cursor.execute(statement, facts)
    return int(cursor.rowcount)
