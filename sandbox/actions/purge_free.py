"""Purge: free companies given up weeks ago leave whole; a drill's company has a rule of its own."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sandbox import store
from sandbox.models import Workspace

KEPT = timedelta(days=30)
BATCH = 20
"""Companies of one transaction: each is thousands of rows."""


def purge_free() -> int:
    """How many went. Whoever looks at one just now finishes first."""
    gone = 0
    while taken := _some():
        gone += taken
    return gone


@transaction.atomic
def _some() -> int:
    before = timezone.now() - KEPT
    rows = Workspace.objects.select_for_update(of=("self",), skip_locked=True).filter(
        kind=Workspace.Kind.FREE, state=Workspace.State.CLOSED, closed_at__lt=before, attempt=None
    )
    chosen = list(rows.order_by("closed_at").values_list("pk", flat=True)[:BATCH])
    if chosen:
        store.purge(Workspace.objects.filter(pk__in=chosen))
    return len(chosen)
