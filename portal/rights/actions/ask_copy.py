"""Ask for a copy: everything the portal holds about oneself, made by a job."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone, translation

from portal.audit.record import audited
from portal.jobs.queue import enqueue
from portal.people.access import Capability, Viewer, require
from portal.people.models import User
from portal.rights.models import DataCopy

KIND = "rights.copy"


@transaction.atomic
def ask_copy(viewer: Viewer) -> DataCopy:
    """The copy being made, begun now if there is none; a copy made before is destroyed, since this one is newer."""
    require(viewer, Capability.LEARN)
    User.objects.select_for_update(of=("self",)).only("pk").get(pk=viewer.id)
    going_on = DataCopy.objects.filter(user=viewer.id, made_at=None, destroyed_at=None).first()
    if going_on is not None:
        return going_on
    DataCopy.objects.filter(user=viewer.id, destroyed_at=None).update(content=None, destroyed_at=timezone.now())
    copy = DataCopy.objects.create(user_id=viewer.id, language=translation.get_language() or viewer.language)
    audited(viewer, "rights.copy_asked", subject=viewer.person)
    enqueue(KIND, args={"copy": str(copy.pk)}, once=f"{KIND}:{copy.pk}")
    return copy
