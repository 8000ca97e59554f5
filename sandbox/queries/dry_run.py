"""Dry run: what a command would do, worked out by the engine and kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox import engine, store, subjects
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


def dry_run(opened: store.Opened, scene: Scene, asking: Asking) -> Outlook:
    """The engine's answer on a copy of the company; the journal stays as it is."""
    actor = engine.ACTORS[opened.world.role]
    try:
        command = command_from(asking.command, asking.fields_of_command(), opened.world, actor=actor)
    except engine.BadInput as bad:
        return Outlook(bad.sentence(scene.language), [], [])
    outcome = engine.execute(opened.world, command, people=subjects.StoredPeople(opened.workspace))
    if isinstance(outcome, engine.Rejection):
        return Outlook(outcome.sentence(scene.language, scene.people), [], [])
    after = Scene(outcome.world, scene.people, scene.language)
    return Outlook("", timeline(after, outcome.events), papers(after, outcome.events))
