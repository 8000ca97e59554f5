"""Discard: leave everything as it is and forget what the file says."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from portal.people.access import Viewer
from portal.roster.jobs import forget
from portal.roster.models import Import, State
from portal.roster.queries import held, refuse_unless


@transaction.atomic
def discard(viewer: Viewer, key: UUID) -> Import:
    of = held(viewer, key)
    refuse_unless(of, State.CHECKING, State.CHECKED, State.REFUSED)
    of.state = State.DISCARDED
    forget(of)
    return of
