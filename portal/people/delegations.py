"""Who stands in for whom today, as the pages of who leads say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest

from portal.people.access import Viewer
from portal.people.dated import DAY
from portal.people.days import today
from portal.people.models import Delegation, User
from portal.people.organisation import holding


def end_from(rows: QuerySet[Delegation], day: date) -> None:
    """From `day` on none of them holds. One that has not begun never does; one that has held is ended, never deleted."""
    rows.filter(starts_on__gt=today(), starts_on__gte=day).delete()
    rows.filter(ends_on__gt=day).update(ends_on=Greatest("starts_on", Value(day)))


@dataclass(frozen=True)
class StandingIn:
    """The viewer looks after `user`'s team up to and with `last_day`."""

    user: User
    last_day: date


def standing_in(viewer: Viewer) -> Sequence[StandingIn]:
    """Whose teams the viewer looks after today; one query."""
    rows = holding(Delegation.objects.filter(delegate=viewer.id)).select_related("user").order_by("ends_on")
    return [StandingIn(row.user, row.ends_on - DAY) for row in rows]
