"""Recording: one fact, once, and everything derived from it in the same transaction."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone, translation

from portal.evidence.models import Evidence
from portal.evidence.verbs import typed
from portal.seams.registry import registry


@transaction.atomic
def record(
    *,
    person: UUID,
    verb: str,
    kind: str,
    key: UUID,
    part: str = "",
    release: UUID | None = None,
    result: dict[str, Any] | None = None,
    locale: str | None = None,
    occurred_at: datetime | None = None,
    once: str | None = None,
) -> Evidence | None:
    """Write one fact and let its subscribers derive what follows.

    `once` names the fact: a second call with the same name writes nothing and returns None. `occurred_at` is when it
    happened (now by default); `recorded_at` is always now, except that the demo's seeder may set both.
    """
    moment = occurred_at or timezone.now()
    fact = Evidence(
        id=uuid.uuid4(),
        recorded_at=moment if _seeding else timezone.now(),
        person=person,
        verb=verb,
        kind=kind,
        key=key,
        part=part,
        release=release,
        result=typed(verb, result or {}),
        locale=locale or translation.get_language() or "pt-br",
        occurred_at=moment,
    )
    if once is not None and not _claim(once, fact):
        return None
    fact.save(force_insert=True)
    for subscriber in registry.subscribers:
        subscriber(fact)
    return fact


def _claim(name: str, fact: Evidence) -> bool:
    """Take the fact's name; False where it is taken. A racing writer waits here for the first one's commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into evidence_idempotencykey (key, evidence, recorded_at) values (%s, %s, %s)"
            " on conflict do nothing",
            [name, fact.id, fact.recorded_at],
        )
        return bool(cursor.rowcount == 1)


_seeding = False


class backdated:  # noqa: N801  (a context manager, named as it reads)
    """While the demo is seeded, facts are recorded on the day they are said to have happened."""

    def __enter__(self) -> None:
        global _seeding
        _seeding = True

    def __exit__(self, *_: object) -> None:
        global _seeding
        _seeding = False
