"""Apply, for events of tasks."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World


def _opened(world: World, event: ev.TaskOpened | ev.Escalated) -> None:
    world.tasks[event.task.id] = event.task


def _closed(world: World, event: ev.TaskClosed) -> None:
    world.tasks[event.task] = replace(world.tasks[event.task], closed_at=event.at, result=event.result)


def _noted(world: World, event: ev.NoteAdded) -> None:
    world.notes[event.note.id] = event.note


HANDLERS: Final[Handlers] = {
    ev.TaskOpened: _opened,
    ev.Escalated: _opened,
    ev.TaskClosed: _closed,
    ev.NoteAdded: _noted,
}
