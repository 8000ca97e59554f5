"""Bisection: where in a journal a moment lies, found by halving in one query, however long the journal is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from sandbox import engine
from sandbox.models import JournalEvent, Workspace

_TABLE = JournalEvent._meta.db_table
_LAST_BEFORE = f"""
with recursive bounds(low, high) as (
    select 0, (select coalesce(max(seq), 0) from "{_TABLE}" where workspace_id = %(company)s)
    union all
    select case when event.is_before then event.seq else low end,
           case when event.is_before then high else event.seq - 1 end
      from bounds
      join lateral (
          select seq, (payload ->> 'at')::timestamptz < %(moment)s as is_before
            from "{_TABLE}" where workspace_id = %(company)s and seq = (low + high + 1) / 2
      ) event on low < high
)
select max(low) from bounds
"""  # noqa: S608  (the table's own name)


def last_before(workspace: Workspace, moment: datetime) -> int:
    """The number of the last event before a moment, 0 where there is none: events stand in the order of their time."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_BEFORE, {"company": workspace.pk, "moment": moment})
        return int(cursor.fetchone()[0])


def events_since(
    workspace: Workspace, moment: datetime, kinds: Collection[str], *, customer: str | None = None
) -> list[Any]:
    """The events of these kinds from a moment on, in order, about one customer or all; nothing older is read. Two
    queries.
    """
    rows = JournalEvent.objects.filter(workspace=workspace, seq__gt=last_before(workspace, moment))
    if customer is not None:
        rows = rows.filter(customer=customer)
    found = rows.filter(kind__in=list(kinds)).order_by("seq").values_list("payload", flat=True)
    return [engine.decode_event(payload) for payload in found]
