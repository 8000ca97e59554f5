"""Store: the one place that knows both rows and engine values; it locks, reads, replays, appends, and unseals names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from portal.people.access import Viewer
from portal.sealed import wrapping_keys
from portal.seams.contracts import VisibleRule
from sandbox import engine
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
from sandbox.rules import sealing


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


HISTORY = "history"
"""Beside a person's own fields: what they were before."""
NOTES = "staff_notes"
"""Beside a person's own fields: what staff noted of them, by note."""
LEAN = 500
"""Invoices up to which nothing is put away: a drill's company never is."""
_COPY = f'copy "{JournalEvent._meta.db_table}" (workspace_id, seq, customer, payload) from stdin'

RULES: Mapping[type[Model], VisibleRule] = {
    Workspace: visible,
    **dict.fromkeys((JournalEvent, Snapshot, Subject, CommandKey, DrillAttempt, MonthFigures, ReportState), _inside),
}


def open(workspace_id: UUID, viewer: Viewer) -> Opened:  # noqa: A001  (a company is opened)
    """Lock and read one practice company, within a transaction. Raises Http404 for anybody but its owner."""
    found = visible(Workspace.objects.select_for_update(), viewer).filter(pk=workspace_id).first()
    if found is None:
        raise Http404
    return _load(found)


def read(workspace_id: UUID, viewer: Viewer) -> Opened:
    """As `open`, for a look: nothing is locked and nothing may be appended."""
    rows = visible(Workspace.objects.select_related("snapshot", "attempt"), viewer)
    found = rows.filter(pk=workspace_id).first()
    if found is None:
        raise Http404
    return _load(found)


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
    Subject.objects.bulk_create(_sealed(workspace, subject, data) for subject, data in subjects.items())
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
                _forget(opened.workspace, event)
            case engine.DataCorrected():
                _correct(opened.workspace, event.correction, values or {})
            case engine.NoteAdded():
                _note(opened.workspace, event.customer, event.note.id, values or {})
            case _:
                pass
    seq = opened.seq + len(events)
    _keep(opened.workspace, world, seq)
    return Opened(opened.workspace, world, seq)


def journal(
    workspace: Workspace,
    *,
    after: int = 0,
    until: int | None = None,
    customer: str | None = None,
    kinds: Sequence[str] = (),
) -> list[Any]:
    """The events of a company in order, those after one number, up to another, about one customer, of some kinds. One query."""
    rows = JournalEvent.objects.filter(workspace=workspace, seq__gt=after).order_by("seq")
    if until is not None:
        rows = rows.filter(seq__lte=until)
    if customer is not None:
        rows = rows.filter(customer=customer)
    if kinds:
        rows = rows.filter(payload__type__in=kinds)
    return [engine.decode_event(payload) for payload in rows.values_list("payload", flat=True)]


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
    """Where a clock keyed like this was sent the first time: "the next event" is another one by now."""
    found = CommandKey.objects.filter(workspace=workspace, key=key).values_list("answer", flat=True).first()
    to = found.get("to") if found else None
    return datetime.fromisoformat(to) if to else None


class KeyReused(Exception):
    """One key, two different commands: somebody's bug or somebody's trick."""


class SealedPeople(Mapping[str, Mapping[str, str]]):
    """Personal data by subject, as far as its key still exists: one query when first asked, and each person is
    unsealed when a page comes to speak of them.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._unsealed: dict[str, Mapping[str, str]] = {}

    @cached_property
    def _rows(self) -> dict[str, Subject]:
        return {row.subject: row for row in Subject.objects.filter(workspace=self.workspace, key__isnull=False)}

    def __getitem__(self, subject: str) -> Mapping[str, str]:
        if subject not in self._unsealed:
            self._unsealed[subject] = _without_history(_unsealed(self._rows[subject]))
        return self._unsealed[subject]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def people(workspace: Workspace) -> SealedPeople:
    """The persons of a company, for a page."""
    return SealedPeople(workspace)


class StoredPeople:
    """The persons of one company as the engine may see them (`engine.People`); unsealed when first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known: engine.KnownPeople | None = None

    def _all(self) -> engine.KnownPeople:
        if self._known is None:
            self._known = engine.KnownPeople(dict(people(self.workspace)))
        return self._known

    def data(self, subject: str) -> Mapping[str, str]:
        return self._all().data(subject)

    def reached_at(self, channel: str, address: str) -> frozenset[str]:
        return self._all().reached_at(channel, address)

    def mark(self, subject: str, content: bytes) -> str:
        row = Subject.objects.filter(workspace=self.workspace, subject=subject, key__isnull=False).first()
        if row is None or row.key is None:
            return ""
        return sealing.mark(content, wrapped=bytes(row.key), wrapping_keys=wrapping_keys())


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
    return engine.export_files(world, export, StoredPeople(opened.workspace), language)


def versions(workspace: Workspace, subject: str) -> list[dict[str, Any]]:
    """Earlier versions of a person's data, oldest first: what each correction replaced, and from when on."""
    row = Subject.objects.filter(workspace=workspace, subject=subject, key__isnull=False).first()
    return list(json.loads(_unsealed(row).get(HISTORY, "[]"))) if row is not None else []


def erase(workspace: Workspace, subject: str) -> None:
    """Destroy a subject's key, and with it the person; the journal stays whole."""
    Subject.objects.filter(workspace=workspace, subject=subject, key__isnull=False).update(
        data=None, key=None, erased_at=timezone.now()
    )


def _forget(workspace: Workspace, erased: engine.DataErased) -> None:
    """The key goes with the profile; short of that, the fields of each category that was erased."""
    if erased.key_destroyed:
        erase(workspace, erased.customer)
        return
    gone = engine.fields_of(erased.categories)
    row = Subject.objects.filter(workspace=workspace, subject=erased.customer, key__isnull=False).first()
    if row is not None and gone:
        _reseal(row, {field: value for field, value in _unsealed(row).items() if field not in gone})


def _correct(workspace: Workspace, correction: engine.Correction, values: Mapping[str, str]) -> None:
    """A new version in force from its day; the one before it stays beside it, under the same key."""
    if set(values) != set(correction.fields):
        raise ValueError(f"correction {correction.id} wants the new values of {', '.join(correction.fields)}")
    row = Subject.objects.filter(workspace=workspace, subject=correction.customer, key__isnull=False).first()
    if row is None:
        raise ValueError(f"nothing is known of {correction.customer}")
    data = _unsealed(row)
    replaced = {
        "version": correction.version - 1,
        "until": correction.effective.isoformat(),
        "fields": {field: data.get(field, "") for field in correction.fields},
    }
    history = json.dumps([*json.loads(data.get(HISTORY, "[]")), replaced], ensure_ascii=False)
    _reseal(row, {**data, **values, HISTORY: history})


def _note(workspace: Workspace, customer: str, note: str, values: Mapping[str, str]) -> None:
    """The words of a note, beside the person; whoever erases the person or what support knows takes them along."""
    row = Subject.objects.filter(workspace=workspace, subject=customer, key__isnull=False).first()
    if row is None or set(values) != {"text"}:
        raise ValueError(f"note {note} wants its text, and somebody it is about")
    data = _unsealed(row)
    said = {**json.loads(data.get(NOTES, "{}")), note: values["text"]}
    _reseal(row, {**data, NOTES: json.dumps(said, ensure_ascii=False)})


def _reseal(row: Subject, data: Mapping[str, str]) -> None:
    if row.key is not None:
        row.data = sealing.seal(data, wrapped=bytes(row.key), wrapping_keys=wrapping_keys())
        row.save(update_fields=["data"])


def _unsealed(row: Subject) -> dict[str, str]:
    if row.data is None or row.key is None:
        return {}
    return sealing.unseal(bytes(row.data), wrapped=bytes(row.key), wrapping_keys=wrapping_keys())


def _without_history(data: Mapping[str, str]) -> dict[str, str]:
    return {field: value for field, value in data.items() if field != HISTORY}


def _keep_erased(opened: Opened) -> Opened:
    """Whoever the journal says was erased stays erased: a backup brought back must not bring them back."""
    gone = [key for key, one in opened.world.tombstones.items() if one.key_destroyed]
    if gone:
        Subject.objects.filter(workspace=opened.workspace, subject__in=gone, key__isnull=False).update(
            data=None, key=None, erased_at=timezone.now()
        )
    return opened


def purge(workspaces: QuerySet[Workspace]) -> None:
    """Remove whole practice companies, journal included; the one way round the journal's trigger."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('vigente.purge_company', 'lawful', true)")
    workspaces.delete()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('vigente.purge_company', '', true)")


def _load(workspace: Workspace) -> Opened:
    """The world by its snapshot, or by replay where another version of the engine wrote it."""
    snapshot = workspace._state.fields_cache.get("snapshot") or Snapshot.objects.filter(workspace=workspace).first()
    if snapshot is not None and snapshot.engine_version == engine.ENGINE_VERSION:
        return _keep_erased(Opened(workspace, engine.decode_world(bytes(snapshot.data)), snapshot.seq))
    events = journal(workspace)
    return _keep_erased(Opened(workspace, engine.replay(events), len(events)))


def _write(workspace: Workspace, events: Sequence[Any], world: engine.World, *, first: int) -> None:
    """Events as rows, by COPY: a year of renewals is thousands of them. JSON holds no raw tab or line end, and an id
    none of them either, so only the backslashes of JSON are doubled.
    """
    if not events:
        return
    company = str(workspace.pk).encode()
    lines = (
        b"%s\t%d\t%s\t%s\n" % (company, seq, _whose(world, event), engine.event_json(event).replace(b"\\", b"\\\\"))
        for seq, event in enumerate(events, start=first)
    )
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(b"".join(lines))


def _whose(world: engine.World, event: Any) -> bytes:
    customer = engine.whose(world, event)
    return rb"\N" if customer is None else customer.encode()


def recalled(opened: Opened, command: Any) -> Opened:
    """The company with what a command names and the snapshot has let go of: the journal is the archive."""
    if isinstance(command, engine.Advance) or not engine.has_archived(opened.world):
        return opened
    world = opened.world
    known = world.invoices.keys() | world.payments.keys() | world.subscriptions.keys() | world.customers.keys()
    unknown = [name for name in engine.named_by(command) - known if ID_PATTERN.fullmatch(name)]
    rows = JournalEvent.objects.filter(workspace=opened.workspace)
    named = Q(payload__document__id__in=unknown) | Q(payload__payment__id__in=unknown)
    if not engine.looks_back(command) and not (unknown and rows.filter(named).exists()):
        return opened
    return Opened(opened.workspace, engine.replay(journal(opened.workspace)), opened.seq)


def _keep(workspace: Workspace, world: engine.World, seq: int) -> None:
    """The snapshot, without what has long been settled where there is much of it."""
    if len(world.invoices) > LEAN:
        today = engine.calendar.day_of(world.now, world.require_company().timezone)
        world, _archived = engine.archive(world, today - engine.KEPT)
    Snapshot.objects.bulk_create(
        [Snapshot(workspace=workspace, seq=seq, data=engine.encode_world(world), engine_version=engine.ENGINE_VERSION)],
        update_conflicts=True,
        unique_fields=["workspace"],
        update_fields=["seq", "data", "engine_version"],
    )


def _sealed(workspace: Workspace, subject: str, data: Mapping[str, str]) -> Subject:
    keys = wrapping_keys()
    wrapped = sealing.new_key(keys)
    return Subject(
        workspace=workspace, subject=subject, key=wrapped, data=sealing.seal(data, wrapped=wrapped, wrapping_keys=keys)
    )


def _digest(command: Any) -> str:
    """Of what a command says: who repeats it may have changed roles since, and whether it has to be approved may have
    changed by its being done; neither makes it another.
    """
    said = msgspec.structs.replace(getattr(command, "do", command), actor="")
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()
