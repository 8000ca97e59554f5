"""Apply, for events of incidents."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World


def _reported(world: World, event: ev.IncidentReported) -> None:
    world.incidents[event.incident.id] = event.incident


def _notified(world: World, event: ev.IncidentNotified) -> None:
    incident = world.incidents[event.incident]
    world.incidents[incident.id] = replace(incident, notices=(*incident.notices, event.notice))


HANDLERS: Final[Handlers] = {ev.IncidentReported: _reported, ev.IncidentNotified: _notified}
