"""Commands of tasks: what a person has to do, what is handed up, and what staff note of a customer."""

from __future__ import annotations

from sandbox.engine.commands.base import Asked, Key, Text


class OpenTask(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    kind: Key
    about: Key
    reason: Text = ""
    amount: int = 0
    """What is asked for in money, where it is less or other than all of it."""


class CloseTask(Asked, frozen=True, kw_only=True):
    task: Key
    result: Text = ""


class Escalate(Asked, frozen=True, kw_only=True):
    about: Key
    to: Key
    reason: Text = ""


class AddNote(Asked, frozen=True, kw_only=True):
    """That something was noted of a customer; the words go to the store and never come here."""

    id: Key | None = None
    customer: Key


TaskCommand = OpenTask | CloseTask | Escalate | AddNote
