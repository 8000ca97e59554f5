"""Whom an import would touch, by group: each person with what stands there now and what would stand there then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.models import Department, User
from portal.roster.columns import LABELS, Field
from portal.roster.compare import Entry, House, Settled
from portal.roster.decide import ONE, Kind
from portal.roster.models import Import, Stage
from portal.roster.queries import ICONS, KINDS, PAGE
from portal.roster.spans import on, value_on
from portal.ui.paged import Paged

GLANCE = 5
"""People of each group on the page of the check; the rest has pages of its own."""
RETURNS_ON = "returns_on"
BY_LINE = ("transferred", "changed", "leaving", "returning", "new")
"""Groups that a glance shows, what moves somebody first."""
GROUPS = (*BY_LINE, "missing", "unchanged")
NOTHING = "—"
NAMES: Mapping[str, str | Promise] = {**LABELS, Field.MANAGER: _("Manager"), RETURNS_ON: _("Here again from")}
Raw = list[Any]
"""Field, what stands there, what would; a department by its id, days as ISO text."""


# -- Written down by the check ----------------------------------------------------------------------------------------


def write_down(lines: Sequence[Settled], house: House) -> None:
    """Put beside each sound line whom it is about and what it changes."""
    names: dict[Any, str] = {known.id: known.name for known in house.people.values()}
    names |= {line.email: line.decision.own.get(Field.NAME, "") for line in lines if not line.known}
    for line in lines:
        if line.stands:
            line.entry["name"] = line.decision.own.get(Field.NAME) or (line.known.name if line.known else "")
            line.entry["changes"] = list(_changes(line, names))


def _changes(line: Settled, names: Mapping[Any, str]) -> Iterator[Raw]:
    decision, known = line.decision, line.known
    day = decision.from_day
    if decision.kind == Kind.RETURNING and decision.starts_on:
        yield [RETURNS_ON, "", decision.starts_on.isoformat()]
    for name in dict.fromkeys(decision.fields):
        old: Any = ""
        new: Any = line.entry["values"].get(name, "")
        if name == Field.DEPARTMENT:
            old = value_on(known.departments, day) or "" if known and day else ""
            new = decision.department or decision.new_department
        elif name == Field.MANAGER:
            leads = value_on(known.managers, day) if known and day else None
            old = names.get(leads, "") if leads else ""
            new = names.get(line.manager) or line.manager or ""
        elif name == Field.DOCUMENT:  # that there is one, and never which
            old, new = bool(known and known.document), bool(new)
        elif known and name == Field.LEAVES_ON:
            here = on(known.employment, day) if day else None
            old = (here.ends_on - ONE).isoformat() if here and here.ends_on else ""
        elif known:
            old = getattr(known, name)
            old = old.isoformat() if isinstance(old, date) else old
        yield [str(name), old, new]


def places(lines_by_batch: Sequence[Sequence[Entry]]) -> dict[str, list[int]]:
    """How many of each group lie in which batch: a page is found without opening the others."""
    counted = [Counter(line["kind"] for line in lines if not line["errors"]) for lines in lines_by_batch]
    return {kind: [one.get(kind, 0) for one in counted] for kind in map(str, Kind)}


# -- Shown ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One field of one person."""

    label: str
    old: str
    new: str

    @property
    def sentence(self) -> str:
        return f"{self.label}: {self.old} → {self.new}" if self.old else f"{self.label}: {self.new}"


@dataclass(frozen=True)
class Person:
    """One line of a group."""

    line: int
    name: str
    email: str
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Group(Paged):
    """People to whom the same kind of thing happens: some of them, or a page."""

    name: str
    count: int
    people: Sequence[Person]
    page: int = 1

    @property
    def tells_what_was(self) -> bool:
        """Who is new had nothing before."""
        return self.name != "new"

    @property
    def label(self) -> str | Promise:
        return KINDS[self.name]

    @property
    def icon(self) -> str:
        return ICONS[self.name]

    @property
    def figure(self) -> str:
        return number_format(self.count, force_grouping=True)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.people)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


class Preview:
    """What the check wrote down of people, in constant queries."""

    def __init__(self, of: Import) -> None:
        self.of = of

    def groups(self) -> Sequence[Group]:
        """The first few of every group."""
        batches = self._opened(dict.fromkeys(BY_LINE, (0, GLANCE)))
        return [
            Group(name, self._count(name), self._people(name, batches, 0, GLANCE))
            for name in BY_LINE
            if self._count(name)
        ]

    def group(self, name: str, page: int) -> Group:
        """A page of one group; beyond the last one, the last."""
        count = self._count(name)
        page = max(1, min(page, -(-count // PAGE) or 1))
        start = (page - 1) * PAGE
        if name == "missing":
            return Group(name, count, self._missing(start), page)
        batches = self._opened({name: (start, PAGE)})
        return Group(name, count, self._people(name, batches, start, PAGE), page)

    def changes(self, entry: Entry) -> Sequence[Change]:
        return [self._said(*raw) for raw in entry.get("changes", [])]

    def _count(self, name: str) -> int:
        return int(self.of.counts.get(name, 0))

    def _opened(self, wanted: Mapping[str, tuple[int, int]]) -> Mapping[int, Sequence[Entry]]:
        numbers = {number for name, (start, size) in wanted.items() for number in self._numbers(name, start, size)}
        rows = self.of.batches.filter(stage=Stage.PEOPLE, number__in=numbers)
        return {batch.number: batch.entries for batch in rows}

    def _numbers(self, name: str, start: int, size: int) -> Sequence[int]:
        """The batches in which people `start` up to `start + size` of a group lie."""
        found, before = [], 0
        for number, n in enumerate(self.of.counts.get("places", {}).get(name, [])):
            if n and before < start + size and before + n > start:
                found.append(number)
            before += n
        return found

    def _people(self, name: str, batches: Mapping[int, Sequence[Entry]], start: int, size: int) -> Sequence[Person]:
        numbers = self._numbers(name, start, size)
        before = sum(self.of.counts["places"][name][: numbers[0]]) if numbers else 0
        lines = [line for n in numbers for line in batches[n] if not line["errors"] and line["kind"] == name]
        return [
            Person(line["n"], line["name"], line["values"].get(Field.EMAIL, ""), self.changes(line))
            for line in lines[start - before : start - before + size]
        ]

    def _missing(self, start: int) -> Sequence[Person]:
        """Who is not in the file stands behind those whose last day it names."""
        first = self._count("leaving") + start
        last = first + PAGE
        batches, before, skipped = [], 0, 0
        for pk, size in self.of.batches.filter(stage=Stage.LEAVING).order_by("number").values_list("pk", "size"):
            if before + size > first and before < last:
                batches.append(pk)
            elif before < first:
                skipped += size
            before += size
        rows = self.of.batches.filter(pk__in=batches).order_by("number")
        shown = [line for batch in rows for line in batch.entries][first - skipped :][:PAGE]
        found = User.objects.in_bulk([line["id"] for line in shown])
        return [Person(0, found[line["id"]].name, found[line["id"]].email) for line in shown if line["id"] in found]

    @cached_property
    def _departments(self) -> Mapping[int, str]:
        return {department.pk: department.name for department in Department.objects.all()}

    def _said(self, name: str, old: Any, new: Any) -> Change:
        if name == Field.DOCUMENT:
            stored = gettext("one is stored") if old else gettext("none")
            return Change(str(NAMES[name]), stored, gettext("the one of the file") if new else gettext("none"))
        told = [self._value(name, value) or NOTHING for value in (old, new)]
        return Change(str(NAMES[name]), "" if name == RETURNS_ON else told[0], told[1])

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, int):
            return self._departments.get(value, "")
        if value and name in {Field.HIRED_ON, Field.LEAVES_ON, RETURNS_ON}:
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        if name == Field.LANGUAGE:
            return str(dict(settings.LANGUAGES).get(value, value))
        return str(value)
