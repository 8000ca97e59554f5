"""Purging: the one way in which anything leaves evidence, for a reason the law knows, and written to the audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.duties.settle import settle
from portal.evidence.models import Evidence, PersonAlias
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.seams.registry import registry


class Lawful(StrEnum):
    """Why facts may go; schema.sql knows the same three."""

    TERM_ENDED = "term_ended"
    """The term for keeping them is over."""
    UNLAWFUL = "unlawful"
    """They should never have been recorded."""
    COURT_ORDER = "court_order"
    """A court or the authority ordered it."""


@transaction.atomic
def purge(
    *,
    persons: Iterable[UUID],
    reason: Lawful | str,
    by: Viewer | None,
    kinds: Collection[str] | None = None,
    before: datetime | None = None,
) -> int:
    """Remove facts of `persons`, each by exactly the ids given, and return how many; in one transaction with its audit.

    `kinds` narrows it to facts of those kinds ("course"), `before` to what happened before an instant; `by` is None for
    clocks and commands, else somebody who answers for privacy. The names under which the facts were recorded go too, and
    duties they met are projected anew. Working state of an app (a certificate, an attempt) is its own to erase: where it
    stays behind, `manage.py verify` names it, as long as the person is known.
    Raises Refusal without a lawful reason. Lock order as in `record`: nothing before the facts, then the duties.
    """
    lawful = _lawful(reason)
    if by is not None:
        require(by, Capability.DECIDE_PRIVACY)
    people = list(dict.fromkeys(persons))
    facts = Evidence.objects.filter(person__in=people)
    if kinds is not None:
        facts = facts.filter(kind__in=list(kinds))
    if before is not None:
        facts = facts.filter(occurred_at__lt=before)
    gone = _remove(facts, lawful)
    if not gone:
        return 0
    _project_anew(gone)
    whose = {person for person, *_rest in gone}
    audited(
        by,
        "evidence.purged",
        subject=next(iter(whose)) if len(whose) == 1 else None,
        facts=len(gone),
        persons=len(whose),
        lawful=lawful.value,
    )
    return len(gone)


def _lawful(reason: Lawful | str) -> Lawful:
    try:
        return Lawful(reason)
    except ValueError:
        raise Refusal(
            "evidence.no_lawful_reason",
            _(
                "Facts leave evidence only when their term has ended, when they were unlawful, or when a court orders it."
            ),
        ) from None


def _remove(facts: QuerySet[Evidence], lawful: Lawful) -> Sequence[tuple[UUID, str, UUID, str]]:
    """Delete facts and their names; returns person, kind, key and verb of each. The door is shut again behind it."""
    rows = list(facts.values_list("recorded_at", "id", "person", "kind", "key", "verb"))
    if not rows:
        return []
    moments, ids = [row[0] for row in rows], [row[1] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('vigente.purge_evidence', %s || ' ' || pg_current_xact_id(), true)", [lawful.value]
        )
        cursor.execute("delete from evidence_idempotencykey where evidence = any(%s)", [ids])
        cursor.execute(
            "delete from evidence_evidence where (recorded_at, id) in"
            " (select * from unnest(%s::timestamptz[], %s::uuid[])) returning person, kind, key, verb",
            [moments, ids],
        )
        gone: Sequence[tuple[UUID, str, UUID, str]] = cursor.fetchall()
        cursor.execute("select set_config('vigente.purge_evidence', '', true)")
    return gone


def _project_anew(gone: Sequence[tuple[UUID, str, UUID, str]]) -> None:
    """Duties that the facts may have met follow what is left; those of who was merged are found by the id of today."""
    ids = {person for person, *_rest in gone}
    whose = dict(PersonAlias.objects.filter(alias__in=ids).values_list("alias", "person"))
    met: dict[tuple[str, UUID], set[UUID]] = defaultdict(set)
    for person, kind, key, verb in gone:
        target = registry.targets.get(kind)
        if target is not None and verb in target.verbs:
            met[kind, key].add(whose.get(person, person))
    for (kind, key), people in sorted(met.items(), key=str):
        settle(kind, key, people=people)
