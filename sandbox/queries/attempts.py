"""One's own attempts at a drill, the newest first: what came of each, also where its company is long gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.evidence.models import Evidence
from portal.people.access import Viewer
from sandbox.models import DrillAttempt, Workspace
from sandbox.queries.drills import KIND

IN_SIGHT = 5
"""So many stand open; the first and the best are always among them."""


@dataclass(frozen=True)
class AttemptRow:
    """One attempt as a table shows it. `workspace` is empty where its company was put away."""

    number: int
    day: datetime
    score: int | None
    hints: int
    is_passed: bool
    is_open: bool
    workspace: UUID | None
    is_first: bool = False
    is_best: bool = False
    is_in_sight: bool = True

    @property
    def has_score(self) -> bool:
        return self.score is not None


def attempts_at(viewer: Viewer, drill: UUID) -> Sequence[AttemptRow]:
    """The viewer's attempts, the first and the best of them marked; two queries."""
    known = {row.number: row for row in _told(viewer, drill)} | {row.number: row for row in _begun(viewer, drill)}
    rows = [known[number] for number in sorted(known, reverse=True)]
    best = max((row.score for row in rows if row.score is not None), default=None)
    first_best = next((row.number for row in reversed(rows) if best is not None and row.score == best), None)
    marked = []
    for place, row in enumerate(rows):
        is_first, is_best = row.number == rows[-1].number, row.number == first_best
        is_in_sight = place < IN_SIGHT or is_first or is_best
        marked.append(replace(row, is_first=is_first, is_best=is_best, is_in_sight=is_in_sight))
    return marked


def _begun(viewer: Viewer, drill: UUID) -> list[AttemptRow]:
    rows = DrillAttempt.objects.filter(user_id=viewer.id, drill_key=drill).values_list(
        "number", "opened_at", "best_score", "hints_used", "passed_at", "workspace_id", "workspace__state"
    )
    return [
        AttemptRow(
            number,
            opened_at,
            score,
            hints,
            is_passed=passed_at is not None,
            is_open=state == Workspace.State.OPEN and passed_at is None,
            workspace=workspace,
        )
        for number, opened_at, score, hints, passed_at, workspace, state in rows
    ]


def _told(viewer: Viewer, drill: UUID) -> list[AttemptRow]:
    """Attempts that evidence alone remembers: the best of what each of them was told."""
    facts = Evidence.objects.filter(person__in=viewer.persons, kind=KIND, key=drill, verb="drill.attempted")
    rows = facts.order_by("-occurred_at").values_list(
        "result__attempt", "occurred_at", "result__score", "result__hints", "result__passed"
    )
    found: dict[int, AttemptRow] = {}
    for number, at, score, hints, passed in rows:
        before = found.get(number)
        found[number] = AttemptRow(
            number,
            at,
            max(score, before.score or 0) if before else score,
            max(hints or 0, before.hints) if before else hints or 0,
            is_passed=passed or (before is not None and before.is_passed),
            is_open=False,
            workspace=None,
        )
    return list(found.values())
