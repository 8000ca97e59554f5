"""Rewinding: back to an earlier moment of a journal, to go on from there as a branch; the journal itself is never cut."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.engine.apply import replay
from sandbox.engine.events import Event
from sandbox.engine.world import World


def rewind(events: Sequence[Event], number: int) -> tuple[World, tuple[Event, ...]]:
    """The world after event `number` (from 1; 0 is before everything), and the branch's journal up to there.

    What one command or one piece of due work led to stays whole: the branch ends with the last event of the group.
    Raises ValueError for a number the journal does not have.
    """
    if not 0 <= number <= len(events):
        raise ValueError(f"the journal has {len(events)} events, not {number}")
    end = number
    while 0 < end < len(events) and events[end].group == events[end - 1].group:
        end += 1
    kept = tuple(events[:end])
    return replay(kept), kept
