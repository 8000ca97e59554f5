"""Debriefing: why a drill works, and one's own run beside good ones, day by day of the company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from portal.people.access import Viewer
from sandbox import engine
from sandbox.drills import Setup
from sandbox.drills.brief import commands_of, run
from sandbox.engine import calendar
from sandbox.engine.concerning import whose
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import debrief_of, setup_of
from sandbox.queries.drills import DrillRead
from sandbox.queries.file import UNSAID, Moment, moment_of
from sandbox.queries.scene import Scene
from sandbox.queries.story import worded

BY_ITSELF = "clock"
"""Who acts where nobody did: the company's own renewals, attempts and notices."""
BEFORE = "prologue"


@dataclass(frozen=True)
class Deed:
    """One line of a run: its time of day, what happened, to whom where there are several, and whether somebody did it."""

    moment: Moment
    time: str
    name: str
    is_own_act: bool


@dataclass(frozen=True)
class Day:
    """One day of the company in both runs; either may have left it alone."""

    day: str
    iso: str
    own: Sequence[Deed]
    reference: Sequence[Deed]


@dataclass(frozen=True)
class Way:
    """Another good way, on its own."""

    number: int
    days: Sequence[Day]


@dataclass(frozen=True)
class Debrief:
    """After the drill: why, one's own run beside the first reference, and the others on their own."""

    text: SafeString
    days: Sequence[Day]
    others: Sequence[Way]


@dataclass(frozen=True)
class _Run:
    scene: Scene
    events: Sequence[Any]


def debrief(drill: DrillRead, attempt: DrillAttempt, scene: Scene, events: Sequence[Any]) -> Debrief:
    """One's own run beside the references on the very same company; only for who has passed."""
    assert attempt.workspace is not None, "a purged company is reached by nobody"
    setup = setup_of(attempt.release, attempt.workspace.seed)
    started, _ = run(setup.commands)
    own = _Run(scene, [one for one in events if one.at >= started.now and one.actor != BEFORE])
    references = [_reference(setup, started, one.steps, scene.language) for one in drill.brief.references]
    about = _people_of(setup, [own, *references])
    first, *others = references
    return Debrief(
        text=worded(debrief_of(drill.release, scene.language), setup, scene.language),
        days=_days(own, first, about),
        others=[Way(number, _days(None, one, about)) for number, one in enumerate(others, start=2)],
    )


def may_debrief(attempt: DrillAttempt, viewer: Viewer) -> bool:
    """The solution is shown to whoever has solved it."""
    return attempt.user_id == viewer.id and attempt.passed_at is not None


def _reference(setup: Setup, started: engine.World, steps: Sequence[Any], language: str) -> _Run:
    """A reference done on the company as it was; its people go by the names they had then."""
    values = {**setup.facts, **setup.roles}
    commands = commands_of(steps, values, zone=setup.zone, actor="reference", language=language)
    ended, events = run(commands, started)
    return _Run(Scene(ended, setup.subjects, language), events)


def _people_of(setup: Setup, runs: Iterable[_Run]) -> set[str | None]:
    """Whom the story is about, and whom some run did something to: what befalls their neighbours is no part of it."""
    acted = {whose(one.scene.world, event) for one in runs for event in one.events if event.actor != BY_ITSELF}
    return acted | {key for key in setup.roles.values() if key in setup.subjects}


def _days(own: _Run | None, reference: _Run, about: set[str | None]) -> list[Day]:
    ours, theirs = _by_day(own, about) if own else {}, _by_day(reference, about)
    return [
        Day(reference.scene.written_day(day), day.isoformat(), ours.get(day, ()), theirs.get(day, ()))
        for day in sorted({*ours, *theirs})
    ]


def _by_day(run: _Run, about: set[str | None]) -> dict[date, list[Deed]]:
    scene, several = run.scene, len(about - {None}) > 1
    found: dict[date, list[Deed]] = {}
    for event in run.events:
        one = whose(scene.world, event)
        if isinstance(event, UNSAID) or one not in about:
            continue
        moment = moment_of(scene, event)
        told = Deed(
            moment,
            time=f"{calendar.local(event.at, scene.zone):%H:%M}",
            name=scene.name(one) if several and one else "",
            is_own_act=event.actor != BY_ITSELF,
        )
        found.setdefault(calendar.day_of(event.at, scene.zone), []).append(told)
    return found
