"""Advance: move the company's clock to its next event, by days or months, or to a date; a long way is gone by a job."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import Next, handler, tell
from portal.people.access import Capability, Viewer, require, viewer_of
from portal.refusal import Refusal
from sandbox import engine, store
from sandbox.actions.issue import Done, carry_out, do_first, sent_with_other_contents
from sandbox.actions.resting import must_rest
from sandbox.actions.start_drill import must_be_open
from sandbox.engine import calendar
from sandbox.engine.subscription import ENDED
from sandbox.models import Workspace

KIND = "sandbox.move_clock"
OPENING_HOUR = time(9)
"""A date without an hour means the start of that working day."""
FARTHEST = timedelta(days=5 * 366)
A_PAGE = timedelta(days=62)
"""How far a page goes by itself; longer ways, and those of many subscriptions, are a job's."""
A_PAGE_OF = 15_000
"""Subscriptions times days that a page goes through by itself: two months of 240."""
MOVING = gettext_noop("The clock goes on month by month")


@transaction.atomic
def advance(
    viewer: Viewer, workspace: UUID, *, key: str, days: int = 0, months: int = 0, to: date | None = None
) -> Done | None:
    """By `days` or `months`, to a date, or, with none of them, to the next event; None where a job is on its way there.

    Raises Refusal.
    """
    require(viewer, Capability.LEARN)
    opened = store.open(workspace, viewer)
    must_be_open(opened.workspace)
    try:
        known = store.answered_advance(opened.workspace, key)
    except store.KeyReused as reused:
        raise sent_with_other_contents() from reused
    target = known or _target(opened.world, days=days, months=months, to=to)
    if target - opened.world.now > FARTHEST:
        raise Refusal("too_far", _("That is more than five years in one go. Choose a nearer date."))
    command = engine.Advance(actor="trainee", to=target)
    if known is not None and "job" in (store.answered(opened.workspace, key, command) or {}):
        return None
    must_rest(opened.workspace)
    if known is not None:
        return carry_out(opened, command, key=key)
    if _is_long(opened.world, target):
        _send_off(viewer, opened, command, key)
        return None
    return do_first(opened, command, key=key)


def _target(world: engine.World, *, days: int, months: int, to: date | None) -> datetime:
    zone = world.require_company().timezone
    if to is not None:
        return datetime.combine(to, OPENING_HOUR, tzinfo=calendar.zone(zone)).astimezone(world.now.tzinfo)
    if days:
        return calendar.add_days(world.now, days, zone)
    if months:
        return _months_on(world, months)
    coming = engine.next_told(world)
    if coming is None:
        raise Refusal("nothing_ahead", _("Nothing is on the agenda. Book something first, or go on by a day."))
    return max(coming, world.now)


def _months_on(world: engine.World, months: int) -> datetime:
    """The same hour, so many months later."""
    zone = world.require_company().timezone
    now = calendar.local(world.now, zone)
    return calendar.instant_of(calendar.add_months(now.date(), months, now.day), now.time(), zone)


def _is_long(world: engine.World, target: datetime) -> bool:
    way = target - world.now
    going_on = sum(one.status not in ENDED for one in world.subscriptions.values())
    return way > A_PAGE or way.days * going_on > A_PAGE_OF


def _send_off(viewer: Viewer, opened: store.Opened, command: engine.Advance, key: str) -> None:
    """A job goes there, a month at a time; its key is answered now, so that a second click asks for nothing."""
    steps = 1
    while _months_on(opened.world, steps) < command.to:
        steps += 1
    args = {"workspace": str(opened.workspace.pk), "to": command.to.isoformat(), "step": 1}
    job = enqueue(KIND, args=args, asked_by=viewer.person, total=steps)
    opened.workspace.moving, opened.workspace.moved_since = job, opened.seq
    opened.workspace.save(update_fields=["moving", "moved_since"])
    store.remember(opened.workspace, key, command, {"to": command.to.isoformat(), "job": str(job)})


@handler(KIND, label=gettext_lazy("Move the clock of a practice company"))
@transaction.atomic
def go_on(job: Job) -> Next | None:
    """One month of the way, stored with the job's own next step: a worker killed between two lines did nothing.

    A company that is closed, gone, or sent elsewhere by now is left alone.
    """
    found = Workspace.objects.select_related("owner").filter(pk=job.args["workspace"], moving=job.pk).first()
    if found is None:
        return None
    opened = store.open(found.pk, viewer_of(found.owner))
    if opened.workspace.state != Workspace.State.OPEN or opened.workspace.moving != job.pk:
        return None
    end, step = datetime.fromisoformat(job.args["to"]), int(job.args["step"])
    target = min(end, _months_on(opened.world, 1))
    carry_out(opened, engine.Advance(actor="trainee", to=target), key=f"job:{job.pk}:{step}")
    tell(job, step, said=MOVING)
    return None if target == end else Next({**job.args, "step": step + 1})
