"""Advance: move the company's clock to its next event, by days, or to a date; what falls due on the way happens."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from sandbox import engine, store
from sandbox.actions.issue import Done, carry_out
from sandbox.actions.start_drill import must_be_open
from sandbox.engine import calendar

OPENING_HOUR = time(9)
"""A date without an hour means the start of that working day."""
FARTHEST = timedelta(days=400)
"""A page waits for the answer; longer journeys are the clock's own work, by a job."""


@transaction.atomic
def advance(viewer: Viewer, workspace: UUID, *, key: str, days: int = 0, to: date | None = None) -> Done:
    """By `days`, to a date, or, with neither, to the next event. Raises Refusal."""
    require(viewer, Capability.LEARN)
    opened = store.open(workspace, viewer)
    must_be_open(opened.workspace)
    known = store.answered_advance(opened.workspace, key)
    target = known or _target(opened.world, days=days, to=to)
    if target - opened.world.now > FARTHEST:
        raise Refusal("too_far", _("That is more than a year in one go. Choose a nearer date."))
    return carry_out(opened, engine.Advance(actor="trainee", to=target), key=key)


def _target(world: engine.World, *, days: int, to: date | None) -> datetime:
    zone = world.require_company().timezone
    if to is not None:
        return datetime.combine(to, OPENING_HOUR, tzinfo=calendar.zone(zone)).astimezone(world.now.tzinfo)
    if days:
        return calendar.add_days(world.now, days, zone)
    coming = engine.next_told(world)
    if coming is None:
        raise Refusal("nothing_ahead", _("Nothing is on the agenda. Book something first, or go on by a day."))
    return max(coming, world.now)
