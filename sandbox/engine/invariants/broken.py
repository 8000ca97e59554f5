"""Broken: a rule that does not hold, told whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.engine import events as ev
from sandbox.engine.codec import encode_event


class InvariantBroken(Exception):
    """A bug of the engine, reported whole: which rule, about what, and the events that broke it."""

    def __init__(self, name: str, facts: dict[str, Any], events: Sequence[ev.Event]) -> None:
        self.name = name
        self.facts = facts
        self.events = tuple(events)
        super().__init__(f"{name}: {facts}; events: {[encode_event(event) for event in events]}")


Broken = tuple[str, dict[str, Any]]
