"""Resume: an import whose job gave up goes on where it stood."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction

from portal.jobs.models import OPEN, Job
from portal.jobs.queue import enqueue
from portal.people.access import Viewer
from portal.roster.jobs import CHECK, RUN, is_at_work
from portal.roster.models import Import, State
from portal.roster.queries import held, refuse_unless


@transaction.atomic
def resume(viewer: Viewer, key: UUID) -> Import:
    """What was written stays written; the next chunk is asked for anew."""
    of = held(viewer, key)
    refuse_unless(of, State.CHECKING, State.RUNNING)
    stopped = Job.objects.exclude(OPEN).filter(args__import=str(of.pk), args__turn=of.turn, kind__in=(CHECK, RUN))
    last = stopped.filter(done_at=None).order_by("-created_at").first()
    if last is not None and not is_at_work(of):
        enqueue(last.kind, args=last.args, once=f"{last.kind}:{of.pk}:{uuid4()}", asked_by=viewer.person)
    return of
