"""Make a ready company: the engine lives through its months, and all of it is stored at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.jobs.models import Job
from portal.jobs.run import handler, tell
from portal.people.models import User
from sandbox import practice, store
from sandbox.models import Workspace
from sandbox.queries.free import MAKING

LIVING = gettext_noop("The company lives through its months, one by one")
STORING = gettext_noop("Its journal is being written down")


@handler(MAKING, label=_("Prepare a practice company"))
@transaction.atomic
def make_ready(job: Job) -> None:
    """Once, however often it is called; for somebody who may no longer sign in nothing is made."""
    asked = job.args
    owner = User.objects.filter(pk=asked["owner"], is_active=True).first()
    if owner is None or Workspace.objects.filter(pk=job.pk).exists():
        return
    kind, law = asked["kind"], asked["jurisdiction"]
    months = practice.months_of(kind)
    made = practice.make(
        kind,
        asked["seed"],
        law,
        date.fromisoformat(asked["today"]),
        told=lambda month: tell(job, month, total=months, said=LIVING),
    )
    tell(job, months, total=months, said=STORING)
    workspace = Workspace(
        pk=job.pk,
        owner=owner,
        kind=Workspace.Kind.FREE,
        company=practice.company_name(kind, law),
        seed=asked["seed"],
        ready=kind,
        jurisdiction=law,
        opened_at=timezone.now(),
    )
    store.furnish(workspace, world=made.world, events=made.events, subjects=made.subjects)
