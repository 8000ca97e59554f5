"""What follows from dated facts today: who may sign in, in which groups they stand, and that sessions of who left end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from portal.people.access import GROUPS
from portal.people.days import today
from portal.people.models import User
from portal.people.moved import moved as told
from portal.people.roles import ensure_groups
from portal.seams.contracts import Difference
from portal.seams.registry import registry
from portal.signin.sessions import end_all

_FACTS = """
    select u.id, u.person, u.is_active as stored,
           u.merged_into_id is null and u.erased_at is null and exists (
               select 1 from people_employment e
                where e.user_id = u.id and e.starts_on <= %(day)s and (e.ends_on is null or e.ends_on > %(day)s)
                  and (e.closed_at is null or e.closed_at > %(now)s)
           ) as replayed
      from people_user u
"""
_HELD = """
    select m.user_id, g.id as group_id
      from people_rolemembership m
      join unnest(%(roles)s::text[], %(names)s::text[]) as kept(role, name) on kept.role = m.role
      join auth_group g on g.name = kept.name
      join facts on facts.id = m.user_id and facts.replayed
     where m.starts_on <= %(day)s and (m.ends_on is null or m.ends_on > %(day)s)
     group by m.user_id, g.id
"""
_WHOLE = f"with facts as ({_FACTS}), held as ({_HELD})"
_THEIRS = f"with facts as ({_FACTS} where u.id = any(%(users)s)), held as ({_HELD})"
_TURN = """
    update people_user u set is_active = facts.replayed from facts
     where facts.id = u.id and facts.stored <> facts.replayed returning u.id, u.is_active
"""
_LEAVE_GROUPS = """
    delete from people_user_groups s using facts, auth_group g
     where facts.id = s.user_id and g.id = s.group_id and g.name = any(%(names)s)
       and not exists (select 1 from held where held.user_id = s.user_id and held.group_id = s.group_id)
    returning s.user_id
"""
_JOIN_GROUPS = """
    insert into people_user_groups (user_id, group_id) select user_id, group_id from held
    on conflict do nothing returning user_id
"""
_WHO_HOLDS = " select user_id, group_id from held"
_STAND_IN = """
    select s.user_id, s.group_id from people_user_groups s
      join auth_group g on g.id = s.group_id where g.name = any(%(names)s)
"""


@transaction.atomic
def align(users: Iterable[User | int] | None = None) -> int:
    """Bring accounts and groups in line with the facts of today, for `users` or for everyone; returns how many changed.

    A few statements whatever the number of people. Sessions of who may no longer sign in end here, and what follows from
    joining or leaving follows. Twice changes nothing.
    """
    args = _args(users)
    facts = _WHOLE if users is None else _THEIRS
    if users is None or Group.objects.filter(name__in=set(GROUPS.values())).count() < len(set(GROUPS.values())):
        ensure_groups()
    with connection.cursor() as cursor:
        cursor.execute(facts + _TURN, args)
        turned = dict(cursor.fetchall())
        moved = set()
        for statement in (_LEAVE_GROUPS, _JOIN_GROUPS):
            cursor.execute(facts + statement, args)
            moved |= {row[0] for row in cursor.fetchall()}
    gone = [pk for pk, is_active in turned.items() if not is_active]
    told(list(turned))
    if gone:
        for listener in registry.departure_listeners:
            listener(gone)
    for user in User.objects.filter(pk__in=UserSession.objects.filter(user__in=gone).values("user")):
        end_all(user)
    return len(moved | turned.keys())


def replay_accounts() -> Iterator[Sequence[Difference]]:
    """For each account, where `is_active` or its groups are not what today's facts say; three queries in all."""
    args = _args(None)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS + " order by u.id", args)
        accounts = cursor.fetchall()
        cursor.execute(_WHOLE + _WHO_HOLDS, args)
        held = _by_user(cursor.fetchall())
        cursor.execute(_STAND_IN, args)
        stands_in = _by_user(cursor.fetchall())
    names = dict(Group.objects.values_list("pk", "name"))
    for pk, person, stored, replayed in accounts:
        found = []
        if stored != replayed:
            found.append(Difference(f"account {person}: may sign in", str(stored), str(replayed)))
        if stands_in.get(pk, set()) != held.get(pk, set()):
            lists = (", ".join(sorted(names[g] for g in of.get(pk, set()))) or "none" for of in (stands_in, held))
            found.append(Difference(f"account {person}: groups", *lists))
        yield found


def _args(users: Iterable[User | int] | None) -> dict[str, Any]:
    return {
        "day": today(),
        "now": timezone.now(),
        "users": [one.pk if isinstance(one, User) else one for one in users or ()],
        "roles": list(GROUPS.keys()),
        "names": list(GROUPS.values()),
    }


def _by_user(rows: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for user, group in rows:
        found.setdefault(user, set()).add(group)
    return found
