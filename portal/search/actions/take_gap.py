"""Take a gap: somebody who can answer it says that they will."""

from __future__ import annotations

from django.db import transaction

from portal.people.access import Capability, Viewer, require, visible
from portal.search.models import Gap
from portal.search.notices import taken


@transaction.atomic
def take_gap(viewer: Viewer, *, gap: int) -> Gap:
    """Taking it twice changes nothing."""
    among = visible(Gap.objects.select_for_update(of=("self",)), viewer)
    found = require(viewer, Capability.LEARN, among, pk=gap)
    assert found is not None
    found.owner_id = viewer.id
    found.save(update_fields=["owner"])
    taken(viewer, found)
    return found
