"""Apply, for events of arrears."""

from __future__ import annotations

from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World


def _counted(world: World, event: ev.ArrearsCounted) -> None:
    if event.stretches:
        world.unbilled[event.subscription] = event.stretches
    else:
        world.unbilled.pop(event.subscription, None)


HANDLERS: Final[Handlers] = {ev.ArrearsCounted: _counted}
