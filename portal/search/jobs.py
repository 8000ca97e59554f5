"""The job that indexes one thing."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.jobs.run import handler
from portal.seams.registry import registry
from portal.search.index import INDEX, index


@handler(INDEX, label=_("Bring search up to date"))
def index_one(job: Job) -> None:
    """Idempotent: it makes the entries what they should be by now, whatever it was asked for."""
    if job.args["kind"] in registry.searched:
        index(job.args["kind"], UUID(job.args["key"]))
