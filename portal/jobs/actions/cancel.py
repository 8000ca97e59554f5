"""Canceling a job: at once while it waits or was given up, at its next step while it runs."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.jobs.models import Job
from portal.people.access import Capability, Viewer, visible
from portal.refusal import Refusal


@transaction.atomic
def cancel(by: Viewer, job: UUID) -> Job:
    """By an administrator or by who asked for it; to everybody else it is not there.

    Chunks that are done stay done. Raises Refusal where there is nothing left to cancel.
    """
    seen = visible(Job.objects.all(), by)
    if not seen.filter(pk=job).exists():
        raise Http404
    # The work's own transaction may hold the row; nobody waits before a page for it to end.
    found = seen.select_for_update(skip_locked=True).filter(pk=job).first()
    if found is None:
        raise Refusal("job.ending", _("This task is being finished right now. Look again in a moment."))
    if found.dead_at and not by.can(Capability.ADMINISTER):
        raise Refusal("job.dead", _("This task has failed. An administrator decides what becomes of it."))
    if found.done_at or found.canceled_at:
        raise Refusal("job.over", _("This task is over already: there is nothing left to cancel."))
    now = timezone.now()
    is_running = found.lease_until is not None and found.lease_until > now
    if is_running and found.cancel_asked_at:
        return found
    found.cancel_asked_at = found.cancel_asked_at or now
    if not is_running:
        found.canceled_at, found.dead_at, found.lease_until = now, None, None
    found.save(update_fields=["cancel_asked_at", "canceled_at", "dead_at", "lease_until"])
    audited(by, "job.canceled", kind=found.kind)
    return found
