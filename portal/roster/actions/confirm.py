"""Confirm: what was checked, and nothing else, is written."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer
from portal.people.administrators import emptied, keepers
from portal.refusal import Refusal
from portal.roster.findings import STOPS
from portal.roster.jobs import RUN, start
from portal.roster.models import Import, State
from portal.roster.queries import held, refuse_unless


@transaction.atomic
def confirm(viewer: Viewer, key: UUID, *, turn: int, is_sure: bool = False) -> Import:
    """`turn` is the check the person saw; `is_sure` that more than half of all may be deactivated."""
    of = held(viewer, key)
    refuse_unless(of, State.CHECKED)
    if turn != of.turn:
        raise Refusal(
            "other_turn", _("It was checked again with other options. Read the new result before you confirm.")
        )
    told = of.told
    gone = set(told["leaving"])
    why = list(told["stops"])
    if viewer.id in gone:
        why.append("oneself")
    why += emptied(keepers(), gone)
    if why:
        raise Refusal(why[0], STOPS[why[0]])
    if told["more_than_half"] and not is_sure:
        raise Refusal(
            "more_than_half", _("More than half of all would be deactivated. Tick that this is meant, then confirm.")
        )
    of.state, of.confirmed_by_id, of.confirmed_at = State.RUNNING, viewer.id, timezone.now()
    of.progress, of.total = 0, of.lines
    of.save()
    start(of, RUN, "write")
    return of
