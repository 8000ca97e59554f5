"""Taking effect: what waits for a release to be in force is told once, as it is frozen or on its day."""

from __future__ import annotations

from datetime import datetime, time

from django.db import connection
from django.utils.translation import gettext_lazy as _

from portal.jobs.queue import enqueue
from portal.jobs.run import Job, handler
from portal.people.days import home, today
from portal.releases.models import Release
from portal.seams.registry import registry

TAKE_EFFECT = "releases.take_effect"


def come_into_force(release: Release) -> None:
    """In the transaction of the freeze: tell now, or write the job that tells on the day."""
    if release.effective_on <= today():
        _tell(release)
        return
    enqueue(
        TAKE_EFFECT,
        args={"release": str(release.pk)},
        once=f"{TAKE_EFFECT}:{release.pk}",
        run_after=datetime.combine(release.effective_on, time.min, tzinfo=home()),
    )


@handler(TAKE_EFFECT, label=_("Put a release in force"))
def take_effect(job: Job) -> None:
    """A release that a later one overtook never comes into force: nobody is told of it."""
    release = Release.objects.get(pk=job.args["release"])
    lock(release.kind, release.key)
    later = Release.objects.filter(kind=release.kind, key=release.key, number__gt=release.number)
    if not later.filter(effective_on__lte=today()).exists():
        _tell(release)


def lock(kind: str, key: object) -> None:
    """Until the transaction ends, whoever else releases this thing waits; nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{key}"])


def _tell(release: Release) -> None:
    for told in registry.in_force_listeners:
        told(release)
