"""Tasks: opened, closed, handed up; and notes."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.turn import ID_PATTERN, Turn
from sandbox.engine.task import Note, Task


def open_task(turn: Turn, command: cmd.OpenTask) -> None:
    if not ID_PATTERN.fullmatch(command.kind):
        turn.refuse("bad_id", id=command.kind)
    if command.amount < 0:
        turn.refuse("amount_not_positive")
    task = Task(
        id=turn.next_id("task", turn.world.tasks, command.id),
        kind=command.kind,
        about=command.about,
        opened_at=turn.at,
        actor=turn.actor,
        reason=command.reason,
        amount=command.amount,
    )
    turn.emit(ev.TaskOpened, task=task)


def close_task(turn: Turn, command: cmd.CloseTask) -> None:
    task = turn.world.tasks.get(command.task)
    if task is None:
        turn.refuse("unknown_task", id=command.task)
    if task.closed_at is not None:
        turn.refuse("task_closed", task=task.id, at=turn.written(task.closed_at))
    turn.emit(ev.TaskClosed, task=task.id, result=command.result)


def escalate(turn: Turn, command: cmd.Escalate) -> None:
    """Handed to somebody else; never to oneself."""
    if not ID_PATTERN.fullmatch(command.to):
        turn.refuse("bad_id", id=command.to)
    if command.to == turn.actor:
        turn.refuse("escalated_to_oneself")
    task = Task(
        id=turn.next_id("task", turn.world.tasks),
        kind="escalation",
        about=command.about,
        opened_at=turn.at,
        actor=turn.actor,
        to=command.to,
        reason=command.reason,
    )
    turn.emit(ev.Escalated, task=task)


def add_note(turn: Turn, command: cmd.AddNote) -> None:
    """Its words are the store's to keep."""
    customer = turn.customer(command.customer)
    note = Note(turn.next_id("note", turn.world.notes, command.id), customer.id, turn.at, turn.actor)
    turn.emit(ev.NoteAdded, customer=customer.id, note=note)
