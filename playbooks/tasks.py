"""Background work of playbooks."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.duties.settle import settle
from portal.jobs.models import Job
from portal.jobs.run import handler

SETTLE = "playbooks.settle"


@handler(SETTLE, label=_("Ask again for what changed in a playbook"))
@transaction.atomic
def settle_after_major(job: Job) -> None:
    """A major release came into force: who acknowledged an older one no longer meets it."""
    settle("playbook", UUID(job.args["key"]))
