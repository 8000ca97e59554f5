"""Trying a job again that was given up."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.jobs.models import Job
from portal.jobs.queue import hint
from portal.people.access import Capability, Viewer, require, visible
from portal.refusal import Refusal


@transaction.atomic
def retry(by: Viewer, job: UUID) -> Job:
    """Let a dead job run now, with all its attempts before it. Raises Refusal where it is not dead (any more)."""
    dead = require(by, Capability.ADMINISTER, visible(Job.objects.select_for_update(), by), pk=job)
    if dead.dead_at is None:
        raise Refusal("job.not_dead", _("This task is no longer among the failed ones: somebody was faster."))
    dead.dead_at, dead.attempts, dead.run_after, dead.lease_until = None, 0, timezone.now(), None
    dead.save(update_fields=["dead_at", "attempts", "run_after", "lease_until"])
    audited(by, "job.retried", kind=dead.kind)
    transaction.on_commit(lambda: hint(dead.pk))
    return dead
