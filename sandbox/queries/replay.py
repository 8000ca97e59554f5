"""Replays drill attempts from evidence, and practice companies from their journals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from portal.evidence.replay import ONE_ACT, Told, by_person, compared, said, unless_merged
from portal.seams.contracts import Difference, Verifier
from sandbox import engine, projection
from sandbox.engine.codec import canonical
from sandbox.models import DrillAttempt, JournalEvent, Workspace

SEEDED = "drill:seed:"
"""The demo's year is told as facts that have no company: nobody ever worked there."""


def attempts() -> Iterator[Sequence[Difference]]:
    """Checks, results and passing of each attempt; a fact belongs to the attempt that it is named after."""
    untouched = Q(checks=0, best_score=None, passed_at=None, last_check__isnull=True)
    rows = by_person(DrillAttempt.objects.exclude(untouched), "user__person")
    return compared((_row(of) for of in rows.iterator()), _of_facts(), within=ONE_ACT)


def _row(of: Any) -> Told:
    check = of.last_check or {}
    says = {
        "drill": of.drill_key,
        "release": of.release,
        **unless_merged(of, number=of.number),
        "checks": of.checks,
        "best_score": of.best_score,
        "last checked at event": check.get("seq"),
        "last score": check.get("score"),
        "last passed": check.get("passed"),
    }
    return Told(of.whose, f"drill attempt {of.pk}", of.passed_at, says)


class _Fact(NamedTuple):
    """One marking, and the name under which it was recorded."""

    person: UUID
    drill: UUID
    release: UUID | None
    result: Mapping[str, Any]
    at: datetime
    name: str | None
    id: UUID
    is_merged: bool

    @property
    def attempt(self) -> str:
        return self.name.split(":")[1] if self.name else f"of fact {self.id}"

    @property
    def seq(self) -> int | None:
        return int(self.name.split(":")[2]) if self.name else None


_NAMED = """
select coalesce(known.person, fact.person) as whose, fact.key, fact.release, fact.result, fact.occurred_at, name.key,
       fact.id, exists (select from evidence_personalias a where a.person = coalesce(known.person, fact.person))
  from evidence_evidence fact
  join people_user on people_user.person = fact.person
  left join evidence_personalias known on known.alias = fact.person
  left join evidence_idempotencykey name on name.evidence = fact.id and name.recorded_at = fact.recorded_at
 where fact.verb = 'drill.attempted' and (name.key is null or not starts_with(name.key, %s))
 order by whose, fact.occurred_at, fact.id
"""


def _of_facts() -> Iterator[Told]:
    for person, facts in groupby(_facts(), key=lambda fact: fact.person):
        by_attempt: dict[str, list[_Fact]] = {}
        for fact in facts:
            by_attempt.setdefault(fact.attempt, []).append(fact)
        for attempt, own in by_attempt.items():
            last = max(own, key=lambda fact: fact.seq or 0)
            says = {
                "drill": last.drill,
                "release": last.release,
                **unless_merged(last, number=last.result["attempt"]),
                "checks": len(own),
                "best_score": max(fact.result["score"] for fact in own),
                "last checked at event": last.seq,
                "last score": last.result["score"],
                "last passed": last.result["passed"],
            }
            passed_at = next((fact.at for fact in own if fact.result["passed"]), None)
            yield Told(person, f"drill attempt {attempt}", passed_at, says)


def _facts() -> Iterator[_Fact]:
    """Read as a stream; the name of a fact has no index from its side, so one join serves all."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_NAMED, [SEEDED])
        for person, drill, release, result, *rest in cursor:
            yield _Fact(person, drill, release, json.loads(result), *rest)


def companies() -> Iterator[Sequence[Difference]]:
    """Each practice company: its journal has no gaps, and leads to the very world that its snapshot holds."""
    workspaces = Workspace.objects.select_related("snapshot").order_by("pk").iterator(chunk_size=50)
    columns = ("workspace_id", "seq", "customer", "kind", "payload")
    events = JournalEvent.objects.order_by("workspace_id", "seq").values_list(*columns)
    journals = groupby(events.iterator(), key=lambda event: event[0])
    journal = next(journals, None)
    for workspace in workspaces:
        # Every journal has its workspace, so the two streams never lose step.
        if journal is None or journal[0] != workspace.pk:
            yield _company(workspace, ())
            continue
        yield _company(workspace, (event[1:] for event in journal[1]))
        journal = next(journals, None)


def _company(
    workspace: Workspace, journal: Iterable[tuple[int, str | None, str, Mapping[str, Any]]]
) -> Sequence[Difference]:
    what = f"practice company {workspace.pk}"
    count = 0
    events, named = [], []
    for count, (seq, customer, kind, payload) in enumerate(journal, start=1):
        if seq != count:
            return [Difference(f"{what}: journal", f"event {seq}", f"event {count}")]
        if kind != payload.get("type"):
            return [Difference(f"{what}: kind of event {seq}", said(kind), said(payload.get("type")))]
        events.append(payload)
        named.append(customer)
    try:
        told = [engine.decode_event(dict(payload)) for payload in events]
        world = engine.replay(told)
    except Exception as error:  # whatever a spoilt journal breaks is a difference, not the end of the proof
        return [Difference(f"{what}: journal", f"{count} events", f"unreadable ({type(error).__name__}: {error})")]
    for seq, (event, customer) in enumerate(zip(told, named, strict=True), start=1):
        owner = engine.whose(world, event)
        if owner != customer:
            return [Difference(f"{what}: whose event {seq} is", said(customer), said(owner))]
    snapshot = getattr(workspace, "snapshot", None)
    if snapshot is None:
        return [Difference(f"{what}: snapshot", said(None), f"after event {count}")]
    if snapshot.engine_version != engine.ENGINE_VERSION:
        return ()  # it is thrown away and rebuilt when the company is next opened
    found = []
    if snapshot.seq != count:
        found.append(Difference(f"{what}: snapshot after event", said(snapshot.seq), said(count)))
    stored, replayed = _hash_of_snapshot(bytes(snapshot.data), world), _hash(world)
    if stored != replayed:
        found.append(Difference(f"{what}: snapshot", stored, replayed))
    found += [
        Difference(f"{what}: report, {thing}", said(kept), said(expected))
        for thing, kept, expected in projection.differing(workspace, told)
    ]
    return found


def _hash_of_snapshot(data: bytes, replayed: engine.World) -> str:
    """Of a snapshot made whole: what it has put away comes back from the journal, and its counters must agree."""
    try:
        stored = engine.decode_world(data)
        if engine.has_archived(stored):
            away = [one for key, one in replayed.invoices.items() if key not in stored.invoices]
            stored = engine.recall(
                stored, (engine.Archived(one, tuple(replayed.payments[key] for key in one.payments)) for one in away)
            )
        return _hash(stored)
    except Exception as error:
        return f"unreadable ({type(error).__name__})"


def _hash(world: engine.World) -> str:
    return hashlib.sha256(canonical(world)).hexdigest()


VERIFIERS: Mapping[str, Verifier] = {"drill attempts": attempts, "practice companies": companies}
