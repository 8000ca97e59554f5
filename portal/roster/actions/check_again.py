"""Check again: the same file with other options, compared with the house as it is now."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from portal.people.access import Viewer
from portal.roster.jobs import CHECK, COMPARE, start
from portal.roster.models import Import, State
from portal.roster.queries import held, refuse_unless


@transaction.atomic
def check_again(
    viewer: Viewer, key: UUID, *, starts_on: date, creates_departments: bool, deactivates_missing: bool
) -> Import:
    of = held(viewer, key)
    refuse_unless(of, State.CHECKED)
    of.starts_on, of.creates_departments, of.deactivates_missing = starts_on, creates_departments, deactivates_missing
    of.state, of.turn, of.progress = State.CHECKING, of.turn + 1, of.lines
    of.save()
    start(of, CHECK, COMPARE)
    return of
