"""Telling: a row for each person, in the transaction of the act; the unique name makes a second telling nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from portal.notices.models import Waiting
from portal.seams.registry import registry

_TELL = """
insert into notices_notice (user_id, kind, once, key, facts, told_at, written_at, settled_at)
select u.id, %(kind)s, %(once)s, %(key)s, %(facts)s, %(at)s, %(now)s, %(settled)s
  from people_user u
 where u.id = any(%(users)s) and u.is_active
 order by u.id
on conflict (user_id, once) do nothing
"""


def tell(
    users: Collection[int],
    kind: str,
    *,
    once: str,
    key: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    by_mail: bool = True,
) -> int:
    """Tell `users` of something, one row each; returns how many had not been told. Whoever has left is told nothing.

    `facts` are typed values; `at` is the moment it speaks of, now by default. Without `by_mail` it stays in the inbox.
    """
    if kind not in registry.notice_kinds:
        raise LookupError(f"no notice source words {kind!r}")
    if not users:
        return 0
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _TELL,
            {
                "users": list(users),
                "kind": kind,
                "once": once,
                "key": key,
                "facts": json.dumps(dict(facts or {})),
                "at": at or now,
                "now": now,
                "settled": None if by_mail else now,
            },
        )
        return int(cursor.rowcount)


def wait_for(user: int, subject: str) -> None:
    """Note that somebody wants to hear how something ends; twice changes nothing."""
    Waiting.objects.bulk_create([Waiting(user_id=user, subject=subject)], ignore_conflicts=True)


def waited_for(users: Collection[int], kind: str) -> Sequence[tuple[datetime, str]]:
    """Since when an account waits to hear of which subjects of a kind."""
    rows = Waiting.objects.filter(user__in=list(users), subject__startswith=f"{kind}:").order_by("-since")
    return [(since, subject.partition(":")[2]) for since, subject in rows.values_list("since", "subject")]


def waiting_for(subject: str, *, is_over: bool) -> list[int]:
    """Who waits for it; with `is_over` they wait no longer."""
    rows = Waiting.objects.filter(subject=subject)
    users = sorted(rows.values_list("user", flat=True))
    if is_over:
        rows.delete()
    return users
