"""Events of tasks."""

from __future__ import annotations

from sandbox.engine.events.base import Base
from sandbox.engine.task import Task


class TaskOpened(Base, frozen=True, kw_only=True):
    task: Task


class TaskClosed(Base, frozen=True, kw_only=True):
    task: str
    result: str


class Escalated(Base, frozen=True, kw_only=True):
    """A task for somebody else, higher up or more able."""

    task: Task


TaskEvent = TaskOpened | TaskClosed | Escalated
