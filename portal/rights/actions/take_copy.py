"""Take the copy: its owner alone downloads it, while it is there."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.rights.models import DataCopy


@transaction.atomic
def take_copy(viewer: Viewer, copy: UUID) -> bytes:
    """The packed file. Raises Http404 for anybody else's, one still in the making, and one that is gone."""
    require(viewer, Capability.LEARN)
    own = DataCopy.objects.select_for_update(of=("self",)).filter(user=viewer.id, destroyed_at=None)
    found = own.filter(pk=copy, expires_at__gt=timezone.now()).first()
    if found is None or found.content is None:
        raise Http404
    audited(viewer, "rights.copy_made", subject=viewer.person)
    if found.taken_at is None:
        found.taken_at = timezone.now()
        found.save(update_fields=["taken_at"])
    return bytes(found.content)
