"""Purge: the companies of attempts that are long over leave whole; the attempt, its score and its evidence stay."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sandbox import store
from sandbox.models import Workspace

KEPT = timedelta(days=180)
"""So long after it was passed or given up, a drill's company can be looked at and its debrief read."""
BATCH = 20


def purge_attempts() -> int:
    """How many companies went. What is under way stays however old it is."""
    gone = 0
    while taken := _some():
        gone += taken
    return gone


@transaction.atomic
def _some() -> int:
    before = timezone.now() - KEPT
    over = Q(attempt__passed_at__lt=before) | Q(state=Workspace.State.CLOSED, closed_at__lt=before)
    drills = Workspace.objects.filter(over, kind=Workspace.Kind.DRILL)
    rows = Workspace.objects.select_for_update(skip_locked=True).filter(pk__in=drills.values("pk"))
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if chosen:
        store.purge(Workspace.objects.filter(pk__in=chosen))
    return len(chosen)
