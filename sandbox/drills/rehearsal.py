"""Rehearsal: a drill's references and wrong ways done on one company, and whether each ends as its author says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from sandbox.drills.brief import Brief, Setup, instantiate, played, run
from sandbox.drills.faults import BriefError, at
from sandbox.drills.marking import Marking, mark_in
from sandbox.engine import Event, World

LANGUAGES = ("pt-br", "en")


class Solution(Struct, frozen=True):
    """One way through the drill: how it was marked, in both languages, or why it could not be gone."""

    id: str
    kind: Literal["reference", "wrong"]
    trips: tuple[str, ...]
    """The conditions it must fail, by the file; a reference fails none."""
    marked: Mapping[str, Marking] | None
    fault: BriefError | None

    @property
    def score(self) -> int:
        return next(iter(self.marked.values())).score if self.marked else 0

    @property
    def failed(self) -> tuple[str, ...]:
        return next(iter(self.marked.values())).failed if self.marked else ()

    @property
    def also_failed(self) -> tuple[str, ...]:
        """Conditions it failed against what the file says."""
        return tuple(one for one in self.failed if one not in self.trips)

    @property
    def not_failed(self) -> tuple[str, ...]:
        """Conditions it should have failed, and did not."""
        return tuple(one for one in self.trips if one not in self.failed) if self.marked else ()

    @property
    def is_expected(self) -> bool:
        return self.marked is not None and not self.also_failed and not self.not_failed


class Rehearsal(Struct, frozen=True):
    """Every way through the drill for one seed; `fault` where its company could not even begin."""

    seed: int
    solutions: tuple[Solution, ...]
    fault: BriefError | None = None

    @property
    def is_expected(self) -> bool:
        """Every way ends as the file says, and one of them is right: else nobody knows whether it is possible."""
        is_possible = any(one.kind == "reference" for one in self.solutions)
        return self.fault is None and is_possible and all(one.is_expected for one in self.solutions)


def rehearse(brief: Brief, seed: int) -> Rehearsal:
    """Do every reference and every wrong way on the drill's company for this seed, and mark each; never raises."""
    try:
        setup = instantiate(brief, seed)
        with at():
            opening = run(setup.commands)
    except BriefError as fault:
        return Rehearsal(seed, (), fault)
    return Rehearsal(seed, tuple(_solutions(brief, setup, opening)))


def _solutions(brief: Brief, setup: Setup, opening: tuple[World, Sequence[Event]]) -> Iterator[Solution]:
    for place, right in enumerate(brief.references):
        marked = _marked(brief, setup, opening, right.steps, under=("references", place, "steps"))
        yield Solution(right.id, "reference", (), *marked)
    for place, wrong in enumerate(brief.wrong):
        marked = _marked(brief, setup, opening, wrong.steps, under=("wrong", place, "steps"))
        yield Solution(wrong.id, "wrong", wrong.trips, *marked)


def _marked(
    brief: Brief,
    setup: Setup,
    opening: tuple[World, Sequence[Event]],
    steps: Sequence[Mapping[str, Any]],
    *,
    under: tuple[str | int, ...],
) -> tuple[Mapping[str, Marking] | None, BriefError | None]:
    world, before = opening
    values = {**setup.facts, **setup.roles}
    try:
        _, after, world = played(world, steps, values, zone=setup.zone, actor="trainee", under=under)
        with at(*under):
            return mark_in(brief, setup, world, (*before, *after), languages=LANGUAGES), None
    except BriefError as fault:
        return None, fault
