"""Marking: a pure reading of what a trainee's company now shows, condition by condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from sandbox.drills.brief import Brief, Condition, Kind, Setup, instantiate, step_ref
from sandbox.drills.evidence import Evidence, Verdict
from sandbox.engine import Event, World
from sandbox.engine.money import allocate

# End state, forbidden acts (any fails), message to the customer: DOMAIN.md 5.
WEIGHTS: Final[dict[Kind, int]] = {"must": 60, "must_not": 25, "message": 15}


class Result(Struct, frozen=True):
    """One condition: whether it holds, what the journal shows now, and the step (`playbook/step`) that teaches it."""

    id: str
    title: str
    met: bool
    saw: str
    step_ref: str
    kind: Kind
    points: int
    earned: int
    """Its points where it holds; those for what is forbidden are won together or not at all."""


class Marking(Struct, frozen=True):
    """The whole mark. `failed` are the ids of unmet conditions, `step_refs` the playbook steps they point
    to.
    """

    drill: str
    playbook: str
    score: int
    passed: bool
    failed: tuple[str, ...]
    step_refs: tuple[str, ...]
    results: tuple[Result, ...]


def mark(brief: Brief, world: World, events: Iterable[Event], *, language: str) -> Marking:
    """Mark a company on its journal and ledger; the company's own seed says which variant of the drill it
    is.
    """
    setup = instantiate(brief, world.require_company().seed)
    return mark_in(brief, setup, world, events, languages=(language,))[language]


def mark_in(
    brief: Brief, setup: Setup, world: World, events: Iterable[Event], *, languages: Iterable[str]
) -> dict[str, Marking]:
    """The same in several languages by one reading, for a drill that has been made ready for the company's seed."""
    names = {key: subject["name"] for key, subject in setup.subjects.items()}
    evidence = Evidence(world, tuple(events), names)
    points = _points(setup.conditions)
    judged = [(condition, condition.check.judge(evidence)) for condition in setup.conditions]
    return {language: _told(brief, judged, points, language) for language in languages}


def _told(brief: Brief, judged: Sequence[tuple[Condition, Verdict]], points: dict[str, int], language: str) -> Marking:
    forbidden = any(condition.kind == "must_not" and not verdict.met for condition, verdict in judged)
    results = [
        Result(
            id=condition.id,
            title=condition.title.text(language),
            met=verdict.met,
            saw=verdict.pt_br if language == "pt-br" else verdict.en,
            step_ref=step_ref(brief, condition.step),
            kind=condition.kind,
            points=points[condition.id],
            earned=points[condition.id] if verdict.met and not (forbidden and condition.kind == "must_not") else 0,
        )
        for condition, verdict in judged
    ]
    failed = [result for result in results if not result.met]
    return Marking(
        drill=brief.key,
        playbook=brief.playbook,
        score=sum(result.earned for result in results),
        passed=not failed,
        failed=tuple(result.id for result in failed),
        step_refs=tuple(dict.fromkeys(result.step_ref for result in failed)),
        results=tuple(results),
    )


def _points(conditions: Iterable[Condition]) -> dict[str, int]:
    """100 points over the kinds there are, and within a kind over its conditions by weight; nothing is
    lost.
    """
    by_kind: dict[Kind, list[Condition]] = {}
    for condition in conditions:
        by_kind.setdefault(condition.kind, []).append(condition)
    kinds = list(by_kind)
    shares = allocate(100, [WEIGHTS[kind] for kind in kinds])
    points: dict[str, int] = {}
    for kind, share in zip(kinds, shares, strict=True):
        members = by_kind[kind]
        for member, part in zip(members, allocate(share, [one.weight for one in members]), strict=True):
            points[member.id] = part
    return points
