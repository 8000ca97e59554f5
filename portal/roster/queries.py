"""Who sees imports, and what a page or a workbook tells of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.people.access import Capability, Viewer, require, visible
from portal.refusal import Refusal
from portal.roster.columns import LABELS, letter
from portal.roster.findings import FILE, STOPS, Finding
from portal.roster.models import Batch, Import, Stage, State

PAGE = 50
TONES = {
    State.CHECKING: ("calm", "loader"),
    State.CHECKED: ("warn", "hourglass"),
    State.REFUSED: ("late", "triangle-alert"),
    State.RUNNING: ("calm", "loader"),
    State.DONE: ("ok", "check"),
    State.DISCARDED: ("plain", "x"),
}
KINDS: dict[str, Promise] = {
    "new": _("New"),
    "returning": _("Coming back"),
    "transferred": _("Transferred"),
    "changed": _("Changed"),
    "leaving": _("Leaving"),
    "missing": _("Not in the file: deactivated"),
    "unchanged": _("Unchanged"),
    "errors": _("Left out for errors"),
}
ICONS = {
    "new": "user-plus", "returning": "undo-2", "transferred": "arrow-right-left", "changed": "pencil",
    "leaving": "door-open", "missing": "user-x", "unchanged": "equal", "errors": "triangle-alert",
}  # fmt: skip


def imports_of(imports: QuerySet[Import], viewer: Viewer) -> QuerySet[Import]:
    """Administrators see each other's; to everyone else there are none."""
    return imports if viewer.can(Capability.MANAGE_PEOPLE) else imports.none()


def batches_of(batches: QuerySet[Batch], viewer: Viewer) -> QuerySet[Batch]:
    return batches if viewer.can(Capability.MANAGE_PEOPLE) else batches.none()


def held(viewer: Viewer, key: UUID) -> Import:
    """One import, locked for an act on it; 404 for a stranger."""
    among = visible(Import.objects.select_for_update(of=("self",)), viewer)
    return require(viewer, Capability.MANAGE_PEOPLE, among, pk=key)


def refuse_unless(of: Import, *states: State) -> None:
    if of.state not in states:
        raise Refusal("not_now", _("This import has gone on meanwhile. Reload the page to see where it stands."))


@dataclass(frozen=True)
class Past:
    """A line of the list of imports."""

    of: Import

    @property
    def tone(self) -> str:
        return TONES[State(self.of.state)][0]

    @property
    def icon(self) -> str:
        return TONES[State(self.of.state)][1]

    @property
    def label(self) -> str:
        return str(State(self.of.state).label)

    @property
    def is_done(self) -> bool:
        return self.of.state == State.DONE

    @property
    def done(self) -> Mapping[str, int]:
        """Lines by what became of them, each counted once; and who is missing from the file."""
        return {**dict.fromkeys((*KINDS, "left_out"), 0), **self.of.counts.get("done", {})}

    @property
    def changed(self) -> int:
        return self.done["changed"] + self.done["transferred"]

    @property
    def leaving(self) -> int:
        return self.done["leaving"] + self.done["missing"]


def past_imports(viewer: Viewer) -> Sequence[Past]:
    """The newest imports: who, when, how many; nothing of what the files said."""
    newest = visible(Import.objects.select_related("by"), viewer).defer("file", "report", "file_name")
    return [Past(one) for one in newest.order_by("-created_at")[:PAGE]]


@dataclass(frozen=True)
class Told:
    """What is wrong in one place."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Count:
    """One figure of the result."""

    name: str
    label: str | Promise
    icon: str
    count: int
    has_people: bool = False
    """Whether the page of the check lists whom it counts."""


class Sheet:
    """An import as its page shows it."""

    def __init__(self, of: Import, *, is_stuck: bool = False) -> None:
        self.of = of
        self.is_stuck = is_stuck
        self.past = Past(of)

    @cached_property
    def told(self) -> dict[str, Any]:
        return self.of.told

    is_checking = property(lambda self: self.of.state == State.CHECKING)
    is_checked = property(lambda self: self.of.state == State.CHECKED)
    is_running = property(lambda self: self.of.state == State.RUNNING)
    is_refused = property(lambda self: self.of.state == State.REFUSED)
    is_done = property(lambda self: self.of.state == State.DONE)
    is_discarded = property(lambda self: self.of.state == State.DISCARDED)
    is_under_way = property(lambda self: self.is_checking or self.is_running)

    @property
    def refused(self) -> str:
        """Why the file could not be read."""
        code, facts = self.told.get("refused", ["broken_workbook", {}])
        said = {name: LABELS[value] if name == "column" else value for name, value in facts.items()}
        return str(FILE[code]) % said

    @property
    def is_compared(self) -> bool:
        """The lines are read one by one and now looked at together."""
        return self.is_checking and 0 < self.of.lines <= self.of.progress

    @property
    def counts(self) -> Sequence[Count]:
        counts = self.of.counts
        return [
            Count(name, label, ICONS[name], n := int(counts.get(name, 0)), has_people=bool(n) and name != "errors")
            for name, label in KINDS.items()
        ]

    @property
    def results(self) -> Sequence[Count]:
        """What was done, in the groups of the check: the lines of the file, each in one of them."""
        done = {**self.past.done}
        done["errors"] = int(self.of.counts.get("errors", 0)) + done["left_out"]
        return [Count(name, label, ICONS[name], done[name]) for name, label in KINDS.items()]

    @property
    def far(self) -> str:
        """How far it is, in words."""
        if self.is_checking and not self.of.total:
            return gettext("Reading the file…")
        if self.is_compared:
            return gettext("Comparing the lines with the people…")
        if self.is_running and self.of.total and self.of.progress >= self.of.total:
            return gettext("All lines are in; managers and last days follow…")
        said = (
            gettext("%(done)s of %(all)s lines gone through")
            if self.is_running
            else gettext("%(done)s of %(all)s lines checked")
        )
        return said % {"done": number_format(self.of.progress, force_grouping=True),
                       "all": number_format(self.of.total, force_grouping=True)}  # fmt: skip

    @property
    def fields(self) -> Sequence[tuple[str | Promise, int]]:
        """How many people change in which field, the most frequent first."""
        fields: Mapping[str, int] = self.of.counts.get("fields", {})
        return [(LABELS[name], n) for name, n in sorted(fields.items(), key=lambda item: -item[1])]

    @property
    def errors(self) -> Sequence[Told]:
        return [self._placed(*packed) for packed in self.told.get("errors", [])[:PAGE]]

    @property
    def more_errors(self) -> int:
        return max(0, int(self.of.counts.get("findings", 0)) - len(self.errors))

    @property
    def left_out(self) -> Sequence[Told]:
        return [self._placed(*packed) for packed in self.told.get("left_out", [])[:PAGE]]

    @property
    def meanwhile(self) -> Sequence[int]:
        lines: list[int] = self.told.get("meanwhile", [])
        return sorted(set(lines))[:PAGE]

    @property
    def stops(self) -> Sequence[str | Promise]:
        return [STOPS[code] for code in self.told.get("stops", [])]

    @property
    def missing(self) -> Sequence[Sequence[str]]:
        return list(self.told.get("missing", []))

    @property
    def more_missing(self) -> int:
        return int(self.of.counts.get("missing", 0)) - len(self.missing)

    @property
    def may_run(self) -> bool:
        return self.is_checked and not self.told.get("stops")

    @property
    def acts(self) -> int:
        """How many people the run would touch."""
        return sum(int(self.of.counts.get(name, 0)) for name in KINDS if name not in {"unchanged", "errors"})

    @property
    def may_invite(self) -> bool:
        return self.is_done and bool(self.of.made) and not self.of.invited_at

    def _placed(self, line: int, column: str, code: str, facts: dict[str, Any]) -> Told:
        return Told(line, self.column(column), Finding(column, code, facts).sentence)

    def column(self, name: str) -> str:
        """As the file has it: letter and heading; or the field's own name where the file has no such column."""
        if not name:
            return ""
        place = self.of.columns.get(name)
        return f"{letter(place[0])} · {place[1]}" if place else str(LABELS[name])


def lines_of(of: Import) -> Iterator[dict[str, Any]]:
    """Every line of the file with what the check says of it, batch by batch."""
    for batch in of.batches.filter(stage=Stage.PEOPLE).order_by("number").iterator(chunk_size=1):
        yield from batch.entries


def verdict(sheet: Sheet, entry: Mapping[str, Any], changes: Sequence[str]) -> tuple[str, str]:
    """What becomes of a line; every reason against it, or what it changes from what to what, as text."""
    told = [sheet._placed(entry["n"], *packed) for packed in entry["errors"]]
    if told:
        reasons = [f"{one.column}: {one.sentence}" if one.column else one.sentence for one in told]
        return str(KINDS["errors"]), "\n".join(reasons)
    return str(KINDS[entry["kind"]]), "" if entry["kind"] in {"new", "unchanged"} else "\n".join(changes)
