"""Dry run: what a command would do, worked out by the engine and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox import engine, store, subjects
from sandbox.engine import events as ev
from sandbox.engine.parsing import command_from
from sandbox.queries.file import Moment, timeline
from sandbox.queries.paper import Paper, papers
from sandbox.queries.scene import Scene


class Asking(Protocol):
    """A form that is whole: what it asks of the engine."""

    command: str

    def fields_of_command(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Outlook:
    """What would happen: the events in words and each document line by line, or why it would be refused."""

    refusal: str
    moments: Sequence[Moment]
    papers: Sequence[Paper]
    asks_the_bank: bool = False
    """Whether a charge follows: what becomes of it, and of all that hangs on it, nobody knows before."""


def dry_run(opened: store.Opened, scene: Scene, asking: Asking) -> Outlook:
    """The engine's answer on a copy of the company; the journal stays as it is."""
    actor = engine.ACTORS[opened.world.role]
    try:
        command = command_from(asking.command, asking.fields_of_command(), opened.world, actor=actor)
    except engine.BadInput as bad:
        return Outlook(bad.sentence(scene.language), [], [])
    outcome = engine.execute(opened.world, command, people=subjects.StoredPeople(opened.workspace))
    if isinstance(outcome, engine.Rejection):
        return Outlook(outcome.sentence(scene.language, scene.people, opened.world), [], [])
    after = Scene(outcome.world, scene.people, scene.language)
    known = _before_the_bank(outcome.events)
    return Outlook("", timeline(after, known), papers(after, known), len(known) < len(outcome.events))


def _before_the_bank(events: Sequence[Any]) -> Sequence[Any]:
    """Up to the first charge: the simulated bank has its answer ready, and a preview must not give it away."""
    first = next((place for place, event in enumerate(events) if isinstance(event, ev.PaymentAttempted)), len(events))
    return events[:first]
