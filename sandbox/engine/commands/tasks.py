"""Commands of tasks: what a person has to do, and what is handed up."""

from __future__ import annotations

from sandbox.engine.commands.base import Asked, Key, Text


class OpenTask(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    kind: Key
    about: Key
    reason: Text = ""


class CloseTask(Asked, frozen=True, kw_only=True):
    task: Key
    result: Text = ""


class Escalate(Asked, frozen=True, kw_only=True):
    about: Key
    to: Key
    reason: Text = ""


TaskCommand = OpenTask | CloseTask | Escalate
