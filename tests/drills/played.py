"""Played: a drill's company for one seed, and what some steps make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sandbox import drills
from sandbox.drills import Brief, Marking, Setup
from sandbox.drills.brief import commands_of, library, run
from sandbox.drills.conditions import check_from
from sandbox.drills.evidence import Evidence, Verdict
from sandbox.drills.variation import put_in
from sandbox.engine import Event, World

SEEDS = range(10)


@cache
def setup_of(key: str, seed: int) -> Setup:
    return drills.instantiate(drills.load(key), seed)


@cache
def opening(key: str, seed: int) -> tuple[World, tuple[Event, ...]]:
    """The company as the trainee meets it, and its journal."""
    return run(setup_of(key, seed).commands)


def played(key: str, seed: int, steps: Sequence[Mapping[str, Any]]) -> tuple[World, tuple[Event, ...]]:
    """What the company has become after these steps, and its whole journal."""
    setup = setup_of(key, seed)
    world, before = opening(key, seed)
    world, after = run(commands_of(steps, {**setup.facts, **setup.roles}, zone=setup.zone, actor="trainee"), world)
    return world, before + after


def marked(key: str, seed: int, steps: Sequence[Mapping[str, Any]], language: str = "en") -> Marking:
    return drills.mark(drills.load(key), *played(key, seed, steps), language=language)


def judged(key: str, check: Mapping[str, Any], *steps: Mapping[str, Any], seed: int = 1) -> Verdict:
    """What one word of the vocabulary says of a drill's company after these steps."""
    setup = setup_of(key, seed)
    world, events = played(key, seed, steps)
    names = {one: subject["name"] for one, subject in setup.subjects.items()}
    word = check_from(put_in(check, {**setup.facts, **setup.roles}), zone=setup.zone)
    return word.judge(Evidence(world, events, names))


def briefs() -> list[Brief]:
    return [drills.load(key) for key in library()]
