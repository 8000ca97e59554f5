"""Events of tasks."""

from __future__ import annotations

from sandbox.engine.events.base import Base
from sandbox.engine.task import Note, Task


class TaskOpened(Base, frozen=True, kw_only=True):
    task: Task


class TaskClosed(Base, frozen=True, kw_only=True):
    task: str
    result: str


class Escalated(Base, frozen=True, kw_only=True):
    """A task for somebody else, higher up or more able."""

    task: Task


class NoteAdded(Base, frozen=True, kw_only=True):
    """Staff noted something of a customer; the words stand with the person, under their key."""

    customer: str
    note: Note


TaskEvent = TaskOpened | TaskClosed | Escalated | NoteAdded
