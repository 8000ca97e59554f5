"""What the demo's people were told so far, as the clock would have told it; it stays in their inboxes, no mail is written."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.notices.models import Notice
from portal.notices.tell import tell
from portal.seams.contracts import SeedCast
from portal.seams.registry import registry
from portal.search.models import Gap

DAYS = 35
THE_WEEK = "team.week"
"""Of earlier weeks nothing can be said any more."""
READ_AFTER = timedelta(days=6)
"""What is older was read; what is newer waits."""


def seed(cast: SeedCast) -> None:
    """Idempotent. The round is run as it would have been at nine on each of the last days."""
    if Notice.objects.filter(kind__startswith="duty.").exists():
        return
    for days in range(DAYS, -1, -1):
        for source in registry.notice_sources:
            if days == 0 or not any(kind.name == THE_WEEK for kind in source.kinds):
                source.gather(cast.now - timedelta(days=days))
    for job in Job.objects.filter(kind="duties.tell_leaders", done_at=None):
        perform(job.pk)
    _gaps(cast)
    now = timezone.now()
    Notice.objects.filter(settled_at=None).update(settled_at=now)
    Notice.objects.filter(read_at=None, told_at__lt=cast.now - READ_AFTER).update(read_at=now)
    cast.say(f"notices: {Notice.objects.count()} told")


def _gaps(cast: SeedCast) -> None:
    """Ana missed something last week; Carla sees to it."""
    gap = Gap.objects.filter(answered_at=None).order_by("pk").first()
    if gap is not None:
        at: datetime = cast.now - timedelta(days=2)
        tell([cast.people["ana"].pk], "gap.taken", once=f"gap.taken:{gap.pk}", facts={"gap": gap.pk}, at=at)
