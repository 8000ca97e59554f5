"""Store: the one place that knows both rows and engine values; it locks, reads, replays and appends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from portal.people.access import Viewer
from portal.seams.contracts import VisibleRule
from sandbox import engine, snapshots, subjects
from sandbox.engine.decide.turn import ID_PATTERN
from sandbox.models import (
    CommandKey,
    DrillAttempt,
    JournalEvent,
    MonthFigures,
    ReportState,
    Snapshot,
    Subject,
    Workspace,
)
from sandbox.snapshots import Glance
from sandbox.subjects import admit


@dataclass(frozen=True)
class Opened:
    """A practice company as read: its row, its world, and the number of its last event."""

    workspace: Workspace
    world: engine.World
    seq: int


def visible(workspaces: QuerySet[Workspace], viewer: Viewer) -> QuerySet[Workspace]:
    """A practice company is seen by its owner alone; who leads them sees evidence, not desks."""
    return workspaces.filter(owner_id=viewer.id)


def _inside(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """What lies in a practice company is its owner's, like the company."""
    return rows.filter(workspace__owner=viewer.id)


LEAN = 500
"""Invoices up to which nothing is put away: a drill's company never is."""
_COPY = f'copy "{JournalEvent._meta.db_table}" (workspace_id, seq, customer, kind, payload) from stdin'

RULES: Mapping[type[Model], VisibleRule] = {
    Workspace: visible,
    **dict.fromkeys((JournalEvent, Snapshot, Subject, CommandKey, DrillAttempt, MonthFigures, ReportState), _inside),
}


def open(workspace_id: UUID, viewer: Viewer) -> Opened:  # noqa: A001  (a company is opened)
    """Lock and read one practice company, within a transaction. Raises Http404 for anybody but its owner."""
    found = visible(Workspace.objects.select_for_update(), viewer).filter(pk=workspace_id).first()
    if found is None:
        raise Http404
    glance = Glance.at(workspace_id)
    columns = glance.columns()
    kept = Snapshot.objects.filter(workspace=found).annotate(**columns).values_list(*columns).first()
    return _load(found, glance, kept or (None, None, None))


def read(workspace_id: UUID, viewer: Viewer) -> Opened:
    """As `open`, for a look: nothing is locked and nothing may be appended."""
    glance = Glance.at(workspace_id)
    columns = glance.columns("snapshot__")
    rows = visible(Workspace.objects.select_related("attempt"), viewer).annotate(**columns)
    found = rows.filter(pk=workspace_id).first()
    if found is None:
        raise Http404
    seq, version, kept = (getattr(found, name) for name in columns)
    return _load(found, glance, (seq, version, kept))


def create(workspace: Workspace, *, commands: Iterable[Any], subjects: Mapping[str, Mapping[str, str]]) -> Opened:
    """Store a new practice company after the commands of its prologue. A prologue that is refused is a bug."""
    world = engine.World.empty()
    events: list[engine.Event] = []
    for command in commands:
        outcome = engine.execute(world, command, people=engine.KnownPeople(subjects))
        if isinstance(outcome, engine.Rejection):
            raise RuntimeError(f"prologue refused: {command!r}: {outcome.sentence('en')}")
        world = outcome.world
        events.extend(outcome.events)
    return furnish(workspace, world=world, events=events, subjects=subjects)


def furnish(
    workspace: Workspace,
    *,
    world: engine.World,
    events: Sequence[Any],
    subjects: Mapping[str, Mapping[str, str]],
) -> Opened:
    """Store a new practice company that has lived already. Whoever was erased on the way is not among `subjects`."""
    workspace.engine_version = engine.ENGINE_VERSION
    workspace.save(force_insert=True)
    admit(workspace, subjects)
    return append(Opened(workspace, world, 0), events, world)


def append(
    opened: Opened, events: Sequence[Any], world: engine.World, *, values: Mapping[str, str] | None = None
) -> Opened:
    """Write what happened and the world it led to; the caller's transaction makes it one.

    What an event says of a person is done to the person in the same breath: `values` are the corrected
    fields, which the event only names. Raises ValueError where they are not those.
    """
    _write(opened.workspace, events, world, first=opened.seq + 1)
    for event in events:
        match event:
            case engine.DataErased():
                subjects.forget(opened.workspace, event)
            case engine.DataCorrected():
                subjects.correct(opened.workspace, event.correction, values or {})
            case engine.NoteAdded():
                subjects.note(opened.workspace, event.customer, event.note.id, values or {})
            case _:
                pass
    seq = opened.seq + len(events)
    _keep(opened.workspace, world, seq)
    return Opened(opened.workspace, world, seq)


def journal(
    workspace: Workspace, *, after: int = 0, until: int | None = None, customer: str | None = None
) -> list[Any]:
    """The events of a company in order, those after one number, up to another, about one customer. One query."""
    rows = JournalEvent.objects.filter(workspace=workspace, seq__gt=after).order_by("seq")
    if until is not None:
        rows = rows.filter(seq__lte=until)
    if customer is not None:
        rows = rows.filter(customer=customer)
    return [engine.decode_event(payload) for payload in rows.values_list("payload", flat=True)]


def invoice_numbers(workspace: Workspace, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of these invoices as they were issued: those that left for the archive too. One query, or none."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = JournalEvent.objects.filter(workspace=workspace, kind="invoice_issued", payload__document__id__in=wanted)
    return {row["document"]["id"]: row["document"]["number"] for row in rows.values_list("payload", flat=True)}


def answered(workspace: Workspace, key: str, command: Any) -> dict[str, Any] | None:
    """The first answer to this key, or None where it is new. Raises KeyReused where it was another command's."""
    found = CommandKey.objects.filter(workspace=workspace, key=key).first()
    if found is None:
        return None
    if found.digest != _digest(command):
        raise KeyReused(key)
    return dict(found.answer)


def remember(workspace: Workspace, key: str, command: Any, answer: Mapping[str, Any]) -> None:
    """Keep the answer to a keyed command, in the command's own transaction."""
    CommandKey.objects.create(workspace=workspace, key=key, digest=_digest(command), answer=dict(answer))


def answered_advance(workspace: Workspace, key: str) -> datetime | None:
    """Where a clock keyed like this was sent the first time ("the next event" is another one by now), or None where the
    key is new. Raises KeyReused where it was no clock's.
    """
    found = CommandKey.objects.filter(workspace=workspace, key=key).values_list("answer", flat=True).first()
    if found is None:
        return None
    if "to" not in found:
        raise KeyReused(key)
    return datetime.fromisoformat(found["to"])


class KeyReused(Exception):
    """One key, two different commands: somebody's bug or somebody's trick."""


def export_files(opened: Opened, export_id: str, language: str) -> dict[str, str]:
    """The copy a holder takes along, made now from the person and the company. Raises Http404 once its link is over,
    and where there is no person any more.
    """
    export = opened.world.exports.get(export_id)
    if export is None or opened.world.now > export.expires_at:
        raise Http404
    gone = opened.world.tombstones.get(export.customer)
    if gone is not None and gone.key_destroyed:
        raise Http404
    world = engine.replay(journal(opened.workspace)) if engine.has_archived(opened.world) else opened.world
    return engine.export_files(world, export, subjects.StoredPeople(opened.workspace), language)


def purge(workspaces: QuerySet[Workspace]) -> None:
    """Remove whole practice companies, journal included; the one way round the journal's trigger."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('vigente.purge_company', 'lawful', true)")
    workspaces.delete()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('vigente.purge_company', '', true)")


def _load(workspace: Workspace, glance: Glance, row: tuple[int | None, int | None, bytes | None]) -> Opened:
    """The world by its snapshot, or by replay where another version of the engine wrote it."""
    seq, version, kept = row
    if seq is not None and version == engine.ENGINE_VERSION:
        return _kept_erased(Opened(workspace, glance.world(kept), seq))
    events = journal(workspace)
    return _kept_erased(Opened(workspace, engine.replay(events), len(events)))


def _kept_erased(opened: Opened) -> Opened:
    subjects.keep_erased(opened.workspace, opened.world)
    return opened


def _write(workspace: Workspace, events: Sequence[Any], world: engine.World, *, first: int) -> None:
    """Events as rows, by COPY: a year of renewals is thousands of them. JSON holds no raw tab or line end, and an id
    none of them either, so only the backslashes of JSON are doubled.
    """
    if not events:
        return
    company = str(workspace.pk).encode()
    lines = (_line(company, seq, world, event) for seq, event in enumerate(events, start=first))
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(b"".join(lines))


def _line(company: bytes, seq: int, world: engine.World, event: Any) -> bytes:
    payload = engine.event_json(event).replace(b"\\", b"\\\\")
    return b"%s\t%d\t%s\t%s\t%s\n" % (company, seq, _whose(world, event), engine.kind_of(event).encode(), payload)


def _whose(world: engine.World, event: Any) -> bytes:
    customer = engine.whose(world, event)
    return rb"\N" if customer is None else customer.encode()


def recalled(opened: Opened, command: Any) -> Opened:
    """The company with what a command names and the snapshot has let go of: the journal is the archive."""
    if isinstance(command, engine.Advance) or not engine.has_archived(opened.world):
        return opened
    return _whole(opened) if engine.looks_back(command) else naming(opened, engine.named_by(command))


def naming(opened: Opened, names: Iterable[str]) -> Opened:
    """The company with the invoices and payments of these ids, even where the snapshot has let go of them."""
    world = opened.world
    if not engine.has_archived(world):
        return opened
    known = world.invoices.keys() | world.payments.keys() | world.subscriptions.keys() | world.customers.keys()
    unknown = [name for name in set(names) - known if ID_PATTERN.fullmatch(name)]
    named = Q(payload__document__id__in=unknown) | Q(payload__payment__id__in=unknown)
    is_there = unknown and JournalEvent.objects.filter(named, workspace=opened.workspace).exists()
    return _whole(opened) if is_there else opened


def _whole(opened: Opened) -> Opened:
    return Opened(opened.workspace, engine.replay(journal(opened.workspace)), opened.seq)


def _keep(workspace: Workspace, world: engine.World, seq: int) -> None:
    """The snapshot, without what has long been settled where there is much of it."""
    if len(world.invoices) > LEAN:
        today = engine.calendar.day_of(world.now, world.require_company().timezone)
        world, _archived = engine.archive(world, today - engine.KEPT)
    snapshots.keep(workspace, world, seq)


def _digest(command: Any) -> str:
    """Of what a command says: who repeats it may have changed roles since, and whether it has to be approved may have
    changed by its being done; neither makes it another.
    """
    said = msgspec.structs.replace(getattr(command, "do", command), actor="")
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()
