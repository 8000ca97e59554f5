"""How long notices are kept: half a year, read or not."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.notices.models import Mailing, Notice, Waiting

KEPT = timedelta(days=180)
BATCH = 5000


def forget() -> int:
    """Delete what was told more than `KEPT` ago, and the rows of mails that carried it; returns how many notices went.

    What made them was told too long ago to be told again: no source looks so far back.
    """
    before = timezone.now() - KEPT
    old = Notice.objects.filter(told_at__lt=before).order_by("pk").values("pk")
    gone = 0
    while taken := Notice.objects.filter(pk__in=old[:BATCH])._raw_delete("default"):
        gone += taken
    empty = ~Exists(Notice.objects.filter(mailing=OuterRef("pk")))
    Mailing.objects.filter(empty, written_at__lt=before).delete()
    Waiting.objects.filter(since__lt=before).delete()
    return gone
