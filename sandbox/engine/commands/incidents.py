"""Commands of incidents: what happened to personal data, and who was told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.commands.base import Asked, Channel, Key, Text
from sandbox.engine.incident import IncidentCategory
from sandbox.engine.jurisdictions import NoticeTo

Holders = Annotated[int, Meta(ge=0, le=10**9)]


class ReportIncident(Asked, frozen=True, kw_only=True):
    """`at` is when it happened, `known_at` when it was known that personal data was affected; now where not said."""

    id: Key | None = None
    at: datetime | None = None
    known_at: datetime | None = None
    categories: Annotated[tuple[IncidentCategory, ...], Meta(max_length=20)]
    holders: Annotated[dict[Jurisdiction, Holders], Meta(max_length=3)]
    significant: bool = True
    large_scale: bool = False
    high_risk: bool | None = None
    """Whether it is likely to hurt holders gravely; where it is not said, that follows from the data."""
    reasoning: Text = ""
    measures: Text = ""


class NotifyIncident(Asked, frozen=True, kw_only=True):
    """`customers` are those of the practice company who get a letter of their own; `outside` says how many holders were
    told by another way, and `way` which, and by whom.
    """

    incident: Key
    to: NoticeTo
    jurisdiction: Jurisdiction = "br"
    customers: Annotated[tuple[Key, ...], Meta(max_length=5000)] = ()
    channel: Channel = "email"
    reason: Text = ""
    outside: Holders = 0
    way: Text = ""


IncidentCommand = ReportIncident | NotifyIncident
