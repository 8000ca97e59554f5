"""Events of incidents."""

from __future__ import annotations

from sandbox.engine.events.base import Base
from sandbox.engine.incident import Incident, Notice


class IncidentReported(Base, frozen=True, kw_only=True):
    incident: Incident


class IncidentNotified(Base, frozen=True, kw_only=True):
    incident: str
    notice: Notice


IncidentEvent = IncidentReported | IncidentNotified
