"""Mark read: one notice, those of a group, or all."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from portal.notices.groups import GROUPS
from portal.notices.models import Notice
from portal.notices.wording import kinds_of
from portal.people.access import Capability, Viewer, require, visible


def mark_read(viewer: Viewer, notice: int) -> Notice:
    """One of one's own; twice changes nothing. To everybody else it is not there."""
    found = require(viewer, Capability.LEARN, visible(Notice.objects.all(), viewer), pk=notice)
    assert found is not None
    Notice.objects.filter(pk=found.pk, read_at=None).update(read_at=timezone.now())
    return found


def mark_all_read(viewer: Viewer, *, group: str = "") -> int:
    """All of one's own, or those of a group; returns how many."""
    require(viewer, Capability.LEARN)
    rows = visible(Notice.objects.filter(read_at=None), viewer)
    if group in GROUPS:
        rows = rows.filter(kind__in=kinds_of(group))
    return rows.update(read_at=timezone.now())


def let_go(viewer: Viewer, notices: Sequence[int]) -> int:
    """Ones that may not be told any more wait no longer: the count says only what can be read."""
    if not notices:
        return 0
    rows = visible(Notice.objects.filter(read_at=None, pk__in=list(notices)), viewer)
    return rows.update(read_at=timezone.now())
