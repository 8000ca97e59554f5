"""Writing many duties in one statement, by arrays: thousands in the time of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from portal.duties.models import Duty

_COLUMNS = {
    "terms_id": "bigint",
    "opened_at": "timestamptz",
    "opened_because": "text",
    "due_at": "timestamptz",
    "grace_until": "timestamptz",
    "held_until": "timestamptz",
    "met_at": "timestamptz",
    "in_force_until": "timestamptz",
    "closed_at": "timestamptz",
    "closed_because": "text",
    "is_newest": "bool",
}
_UPDATE = f"""
update duties_duty d set {", ".join(f"{name} = new.{name}" for name in _COLUMNS)}
  from unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())})
    as new(id, {", ".join(_COLUMNS)})
 where d.id = new.id
"""  # noqa: S608  (column names of our own)


def update(duties: Sequence[Duty]) -> None:
    """Write what may change of a duty. Those that are newest no longer go first: there is one of them at any moment."""
    for rows in ([one for one in duties if not one.is_newest], [one for one in duties if one.is_newest]):
        if rows:
            with connection.cursor() as cursor:
                columns = [[getattr(one, name) for one in rows] for name in ("pk", *_COLUMNS)]
                cursor.execute(_UPDATE, columns)
