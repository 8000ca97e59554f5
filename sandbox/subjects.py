"""Subjects: the persons of a company, each sealed under a key of their own, unsealed when a page speaks of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from portal.sealed import wrapping_keys
from sandbox import engine
from sandbox.models import Subject, Workspace
from sandbox.rules import sealing

HISTORY = "history"
"""Beside a person's own fields: what they were before."""
NOTES = "staff_notes"
"""Beside a person's own fields: what staff noted of them, by note."""


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

    def as_of(self, subject: str, at: datetime, day: date) -> Mapping[str, str]:
        """The person as known at an instant, which is that day for the company; nobody where they were erased.

        What was corrected afterwards, or from a later day on, is read as it was.
        """
        if subject not in self._rows:
            return {}
        data = _unsealed(self._rows[subject])
        known = dict(_without_history(data))
        for one in reversed(json.loads(data.get(HISTORY, "[]"))):
            if day.isoformat() < one["until"] or at.isoformat() < one.get("at", ""):
                known |= one["fields"]
        return known

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


def versions(workspace: Workspace, subject: str) -> list[dict[str, Any]]:
    """Earlier versions of a person's data, oldest first: what each correction replaced, and from when on."""
    row = Subject.objects.filter(workspace=workspace, subject=subject, key__isnull=False).first()
    return list(json.loads(_unsealed(row).get(HISTORY, "[]"))) if row is not None else []


def erase(workspace: Workspace, subject: str) -> None:
    """Destroy a subject's key, and with it the person; the journal stays whole."""
    Subject.objects.filter(workspace=workspace, subject=subject, key__isnull=False).update(
        data=None, key=None, erased_at=timezone.now()
    )


def forget(workspace: Workspace, erased: engine.DataErased) -> None:
    """The key goes with the profile; short of that, the fields of each category that was erased."""
    if erased.key_destroyed:
        erase(workspace, erased.customer)
        return
    gone = engine.fields_of(erased.categories)
    row = Subject.objects.filter(workspace=workspace, subject=erased.customer, key__isnull=False).first()
    if row is not None and gone:
        _reseal(row, {field: value for field, value in _unsealed(row).items() if field not in gone})


def correct(workspace: Workspace, correction: engine.Correction, values: Mapping[str, str]) -> None:
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
        "at": correction.at.isoformat(),
        "fields": {field: data.get(field, "") for field in correction.fields},
    }
    history = json.dumps([*json.loads(data.get(HISTORY, "[]")), replaced], ensure_ascii=False)
    _reseal(row, {**data, **values, HISTORY: history})


def is_known(workspace: Workspace, command: engine.Command) -> bool:
    """Whether there is still a person for what a command says of one; a branch may have lost them with its origin."""
    customer = getattr(command, "customer", "")
    return Subject.objects.filter(workspace=workspace, subject=customer, key__isnull=False).exists()


def note(workspace: Workspace, customer: str, note: str, values: Mapping[str, str]) -> None:
    """The words of a note, beside the person; whoever erases the person or what support knows takes them along."""
    row = Subject.objects.filter(workspace=workspace, subject=customer, key__isnull=False).first()
    if row is None or set(values) != {"text"}:
        raise ValueError(f"note {note} wants its text, and somebody it is about")
    data = _unsealed(row)
    said = {**json.loads(data.get(NOTES, "{}")), note: values["text"]}
    _reseal(row, {**data, NOTES: json.dumps(said, ensure_ascii=False)})


def keep_erased(workspace: Workspace, world: engine.World) -> None:
    """Whoever the journal says was erased stays erased: a backup brought back must not bring them back."""
    gone = [key for key, one in world.tombstones.items() if one.key_destroyed]
    if gone:
        Subject.objects.filter(workspace=workspace, subject__in=gone, key__isnull=False).update(
            data=None, key=None, erased_at=timezone.now()
        )


def admit(workspace: Workspace, people: Mapping[str, Mapping[str, str]]) -> None:
    """Persons who come with a new company, each under a new key."""
    keys = wrapping_keys()
    rows = []
    for subject, data in people.items():
        wrapped = sealing.new_key(keys)
        data_sealed = sealing.seal(data, wrapped=wrapped, wrapping_keys=keys)
        rows.append(Subject(workspace=workspace, subject=subject, key=wrapped, data=data_sealed))
    Subject.objects.bulk_create(rows)


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
