"""Clock: due work in order, one group at a time; one jump writes the same journal as the same days one by
one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.apply import apply_owned
from sandbox.engine.commands import Advance
from sandbox.engine.decide import do_due_work
from sandbox.engine.decide.turn import Refused, Turn
from sandbox.engine.world import Due, World, start_running, take_next

LAST_YEAR: Final = 2200
FARTHEST: Final = timedelta(days=3660)


def due(world: World, until: datetime) -> list[Due]:
    """The work waiting now that falls due up to and including that instant; doing it may bring more."""
    return sorted(work for work in world.scheduled.values() if work.at <= until)


def advance(owned: World, command: Advance, *, key: str | None, digest: str | None) -> tuple[World, list[ev.Event]]:
    """Run everything due up to `to` on a world the caller owns; raises Refused."""
    turn = Turn(owned, at=owned.now, actor=command.actor)
    if owned.company is None:
        turn.refuse("no_company")
    if command.to < owned.now:
        turn.refuse("clock_goes_forward_only", now=turn.written(owned.now))
    if command.to - owned.now > FARTHEST or command.to.year > LAST_YEAR:
        turn.refuse("clock_too_far")
    events: list[ev.Event] = []
    start_running(owned, command.to)
    while (work := take_next(owned)) is not None:
        try:
            events += do_due_work(owned, work).events
        except Refused as refused:
            # Nobody asked for due work, so nobody can be told no: this is a bug, and must be loud.
            raise RuntimeError(f"due work {work} was refused: {refused.rejection}") from refused
        if owned.scheduled.get(f"{work.kind}:{work.about}") is work:
            raise RuntimeError(f"due work {work.kind}:{work.about} at {work.at} did not leave the agenda")
    moved = ev.ClockMoved(at=command.to, group="clock", actor=command.actor, to=command.to, key=key, digest=digest)
    apply_owned(owned, moved)
    events.append(moved)
    return owned, events
