"""How long jobs are kept: done and canceled ones for a month, dead ones until somebody answers them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.jobs.models import Job

KEPT = timedelta(days=30)
BATCH = 5000


def forget() -> int:
    """Delete what ended well, or was canceled, more than `KEPT` ago; returns how many rows went."""
    before = timezone.now() - KEPT
    over = Job.objects.filter(Q(done_at__lt=before) | Q(canceled_at__lt=before)).values("pk")
    gone = 0
    while taken := Job.objects.filter(pk__in=over[:BATCH])._raw_delete("default"):
        gone += taken
    return gone
