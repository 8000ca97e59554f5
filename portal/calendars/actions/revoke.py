"""Revoke the address of one's calendar."""

from __future__ import annotations

from django.db import transaction

from portal.audit.record import audited
from portal.calendars.models import CalendarFeed
from portal.people.access import Viewer


@transaction.atomic
def revoke(viewer: Viewer) -> bool:
    """It opens nothing from now on; False where there was none."""
    gone, _by_kind = CalendarFeed.objects.filter(user=viewer.id).delete()
    if gone:
        audited(viewer, "calendar.revoked", subject=viewer.person)
    return bool(gone)
