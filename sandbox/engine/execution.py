"""Execution: the one door. A command is decided, its events applied, the invariants checked, and a new
world handed out.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from sandbox.engine import clock, codec, text
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import take_turn
from sandbox.engine.decide.turn import Refused, Rejection
from sandbox.engine.invariants import check_touched
from sandbox.engine.people import NOBODY, People
from sandbox.engine.world import World


class Outcome(Struct, frozen=True):
    """What a command led to: the new world and the events to be stored.

    A repeated key gives the same world back, no events to store, and
    `repeats`: the group of the first answer.
    """

    world: World
    events: tuple[ev.Event, ...]
    repeats: str | None = None


def execute(
    world: World, command: cmd.Command, *, key: str | None = None, people: People = NOBODY, checked: bool = True
) -> Outcome | Rejection:
    """Do one command. Raises InvariantBroken where the engine is wrong; nothing must then be stored.

    `people` is how a command may see the persons behind the subjects; what it sees is never in the answer. A simulation
    that stores nothing may check a sample of its commands only; what is stored is always checked.
    """
    digest = None
    if key is not None:
        held = text.refusal_of_key(key)
        if held is not None:
            return Rejection(held)
        # Who repeats a command does not matter, what it says does.
        digest = codec.digest(msgspec.structs.replace(command, actor=""))
        known = world.keys.get(key)
        if known is not None:
            if known.digest != digest:
                return Rejection("key_reused", {"key": key})
            return Outcome(world, (), repeats=known.group)
    try:
        if isinstance(command, cmd.Advance):
            after, events = clock.advance(world.own(), command, key=key, digest=digest)
        else:
            before = ((ev.CommandKeyed, {"key": key, "digest": digest}),) if key is not None else ()
            turn = take_turn(world.own(), command, before=before, people=people)
            after, events = turn.world, turn.events
    except Refused as refused:
        return refused.rejection
    if checked:
        check_touched(world, after, events)
    return Outcome(after, tuple(events))
