"""What one line does to one person, by what is known of them: asked by the check, and asked again when it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.roster.columns import Field, plain
from portal.roster.findings import Finding
from portal.roster.spans import Span, holds_already, on, planned
from portal.roster.values import Values

ONE = timedelta(days=1)
OWN = (Field.NAME, Field.TITLE, Field.LANGUAGE, Field.DOCUMENT)
"""What stands in the person's own row."""


class Kind(StrEnum):
    """What becomes of a person; the first that is true is said."""

    NEW = "new"
    RETURNING = "returning"
    LEAVING = "leaving"
    TRANSFERRED = "transferred"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class Known:
    """A person as the house knows them; spans in order of their days."""

    id: int
    person: str
    email: str
    name: str
    title: str
    language: str
    document: str
    hired_on: date
    is_active: bool = True
    is_merged: bool = False
    employment: list[Span] = field(default_factory=list)
    departments: list[Span] = field(default_factory=list)
    managers: list[Span] = field(default_factory=list)

    def seen(self) -> str:
        """A mark of all that a line about them, its manager apart, depends on."""
        return _mark([self.name, self.title, self.language, self.document, self.hired_on, self.is_merged,
                      [(s.value, s.starts_on, s.ends_on) for s in (*self.employment, *self.departments)]])  # fmt: skip

    def seen_manager(self) -> str:
        return _mark([(s.value, s.starts_on, s.ends_on) for s in self.managers])


def _mark(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Departments:
    """Departments as files may name them; a value of several ids is a name that says too little."""

    ids: Mapping[str, Sequence[int]]
    keys: Mapping[int, str]

    def find(self, text: str) -> Sequence[int]:
        return self.ids.get(plain(text), ())


@dataclass
class Decision:
    """What a line does: `own` to the person's row, the rest to dated rows."""

    kind: Kind = Kind.UNCHANGED
    fields: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)
    starts_on: date | None = None
    """Of the employment: for who is new, returns, or was hired on another day."""
    ends_on: date | None = None
    """Exclusive: what ends with the employment."""
    department: int | None = None
    moves_department: bool = False
    new_department: str = ""
    """A department that does not exist yet."""
    from_day: date | None = None
    """From when the department, and the manager, hold for this person."""


def decide(
    values: Values, known: Known | None, *, day: date, today: date, departments: Departments, creates: bool
) -> Decision:
    """All but the manager, which may be somebody further down; see `managers`."""
    made = Decision()
    if known is None:
        _new(made, values, day)
    elif known.is_merged:
        made.findings.append(Finding(Field.EMAIL, "merged"))
        return made
    else:
        _known(made, values, known, day)
    if made.from_day is not None:
        _department(made, values, known, today=today, departments=departments, creates=creates)
    return made


def _day(values: Values, name: str) -> date | None:
    text = values.get(name)
    return date.fromisoformat(text) if text else None


def _new(made: Decision, values: Values, day: date) -> None:
    made.kind = Kind.NEW
    made.fields = [name for name, value in values.items() if value and name not in {Field.EMAIL, Field.MANAGER}]
    if not values.get(Field.NAME):
        made.findings.append(Finding(Field.NAME, "name_missing"))
    hired, last = _day(values, Field.HIRED_ON) or day, _day(values, Field.LEAVES_ON)
    made.own = {name: values[name] for name in OWN if values.get(name)} | {"hired_on": hired}
    made.starts_on = hired
    made.from_day = max(hired, day)
    if last:
        made.ends_on = last + ONE
        if last < hired:
            made.findings.append(Finding(Field.LEAVES_ON, "leave_before_hire"))
        elif made.ends_on <= day:
            made.findings.append(Finding(Field.LEAVES_ON, "new_but_gone"))


def _known(made: Decision, values: Values, known: Known, day: date) -> None:
    for name in OWN:
        if name in values and values[name] != getattr(known, name):
            made.own[name] = values[name]
            made.fields.append(name)
    hired, last = _day(values, Field.HIRED_ON), _day(values, Field.LEAVES_ON)
    now = on(known.employment, day) or next((span for span in known.employment if span.starts_on > day), None)
    if now is None:
        _away(made, known, hired, last, day)
        return
    starts = now.starts_on
    if hired and hired != known.hired_on:
        made.own["hired_on"] = hired
        made.fields.append(Field.HIRED_ON)
        first = known.employment[0]
        if first.starts_on == known.hired_on and first.id == now.id:
            starts = made.starts_on = hired
        if now.ends_on and hired >= now.ends_on:
            made.findings.append(Finding(Field.HIRED_ON, "hired_after_leave"))
    made.kind = Kind.CHANGED if made.fields else Kind.UNCHANGED
    made.from_day, made.ends_on = max(day, starts), now.ends_on
    if last and last + ONE != now.ends_on:
        made.ends_on = last + ONE
        made.fields.append(Field.LEAVES_ON)
        made.kind = Kind.LEAVING
        if now.ends_on:
            made.findings.append(Finding(Field.LEAVES_ON, "leaves_already", {"day": (now.ends_on - ONE).isoformat()}))
        elif last < starts:
            made.findings.append(Finding(Field.LEAVES_ON, "leave_before_hire"))
    if made.ends_on and made.ends_on <= made.from_day:
        made.from_day = None


def _away(made: Decision, known: Known, hired: date | None, last: date | None, day: date) -> None:
    """They are not here on the day: a line without a last day, or with one ahead, brings them back."""
    made.kind = Kind.CHANGED if made.fields else Kind.UNCHANGED
    if last and last < day:
        return
    left = max((span.ends_on for span in known.employment if span.ends_on), default=None)
    made.kind = Kind.RETURNING
    made.starts_on = hired if hired and hired <= day and (left is None or hired >= left) else max(hired or day, day)
    made.from_day = max(made.starts_on, day)
    made.ends_on = last + ONE if last else None
    if last and last < made.starts_on:
        made.findings.append(Finding(Field.LEAVES_ON, "leave_before_hire"))
    if hired and hired != known.hired_on:
        made.own["hired_on"] = hired
        made.fields.append(Field.HIRED_ON)


def _department(
    made: Decision, values: Values, known: Known | None, *, today: date, departments: Departments, creates: bool
) -> None:
    text = values.get(Field.DEPARTMENT)
    if not text:
        return
    found = departments.find(text)
    if len(found) > 1:
        keys = ", ".join(sorted(departments.keys[one] for one in found))
        made.findings.append(Finding(Field.DEPARTMENT, "department_unclear", {"value": text, "keys": keys}))
    elif not found and not creates:
        made.findings.append(Finding(Field.DEPARTMENT, "department_unknown", {"value": text}))
    spans = known.departments if known else []
    assert made.from_day is not None
    if found and holds_already(spans, made.from_day, today, found[0]):
        return
    already = planned(spans, made.from_day, today)
    if already:
        made.findings.append(Finding(Field.DEPARTMENT, "planned", {"day": already.isoformat()}))
    made.moves_department = True
    made.department = found[0] if len(found) == 1 else None
    made.new_department = "" if found else text
    if known:
        made.fields.append(Field.DEPARTMENT)
        _moved(made, known.departments)


def _moved(made: Decision, spans: Sequence[Span]) -> None:
    """Who had one and gets another is transferred; a first department or manager is a change."""
    if made.kind in {Kind.UNCHANGED, Kind.CHANGED}:
        had = made.from_day is not None and on(spans, made.from_day) is not None
        made.kind = Kind.TRANSFERRED if had else max(made.kind, Kind.CHANGED, key=_rank)


def _rank(kind: Kind) -> int:
    return -list(Kind).index(kind)


def with_manager(made: Decision, known: Known | None, manager: object, *, today: date) -> bool:
    """Count a manager in: `manager` is whatever stands for them (a user id, or None for nobody). True where it changes."""
    if made.from_day is None:
        return False
    spans = known.managers if known else []
    if holds_already(spans, made.from_day, today, manager):
        return False
    already = planned(spans, made.from_day, today)
    if already:
        made.findings.append(Finding(Field.MANAGER, "planned", {"day": already.isoformat()}))
    if known or manager is not None:
        made.fields.append(Field.MANAGER)
    if known:
        _moved(made, spans)
    return True
