"""Undo a plan: what was to begin on a later day does not, and what was to end goes on."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.align import align
from portal.people.dated import DAY
from portal.people.days import today
from portal.people.departures import cut_by_departure, ended_by_departure
from portal.people.models import DepartmentMembership, ReportingLine, Role, RoleMembership, User
from portal.refusal import Refusal

KINDS = ("transfer", "departure", "return", *(f"role-{role}" for role in Role.values))


class Undone(NamedTuple):
    """What was undone for whom, and whether something the plan ended stays so."""

    user: User
    delegations_stay_ended: bool


def undo(viewer: Viewer, person: UUID, *, what: str, day: date) -> Undone:
    """`what` is one of `KINDS`; `day` the one from which it was to hold: after today, so that no fact is undone."""
    with one_at_a_time():
        user = somebody(viewer, person)
        if user.pk == viewer.id:
            raise Refusal("oneself", _("Nobody undoes what is planned for themselves. Ask another administrator."))
        if day <= today():
            raise Refusal("begun", _("This holds already. Register what is to hold from now on instead."))
        if what == "transfer":
            done = [_join(DepartmentMembership, user, day), _join(ReportingLine, user, day)]
        elif what == "departure":
            done = [_stay(user, day)]
        elif what == "return":
            done = [_stay_away(user, day)]
        else:
            done = [_join(RoleMembership, user, day, role=what.removeprefix("role-"))]
        if not any(done):
            raise Refusal("not_planned", _("This is not planned any more. Somebody may have undone it before you."))
        ended = what == "departure" and ended_by_departure(user, day).exists()
        audited(viewer, "plan.undone", subject=user.person, what=what, day=day.isoformat())
        align([user])
    return Undone(user, delegations_stay_ended=ended)


def _join(model: Any, user: User, day: date, **which: str) -> bool:
    """The row that begins on `day` goes, and the one that ends there takes its time over."""
    rows: QuerySet[Any] = model._default_manager.filter(user=user, **which)
    begins = rows.filter(starts_on=day).first()
    until = begins.ends_on if begins else _end_of_employment(user, day)
    if begins:
        begins.delete()
    return bool(until != day and rows.filter(ends_on=day).update(ends_on=until)) or begins is not None


def _end_of_employment(user: User, day: date) -> date | None:
    row = user.employments.filter(starts_on__lt=day).order_by("-starts_on").first()
    return row.ends_on if row else None


def _stay(user: User, day: date) -> bool:
    """They do not leave: the rows that the departure cut go on, and whom they led until then stays with them. What
    somebody ended apart from it, a role taken on that very day, stays ended."""
    own, led = cut_by_departure(user, day)
    if not user.employments.filter(ends_on=day).update(ends_on=None, closed_at=None):
        return False
    for rows in own:
        rows.update(ends_on=None)
    for row in led:
        following = ReportingLine.objects.filter(user=row.user_id, starts_on=day).first()
        until = following.ends_on if following else _end_of_employment(row.user, day + DAY)
        if following:
            following.delete()
        ReportingLine.objects.filter(pk=row.pk).update(ends_on=until)
    return True


def _stay_away(user: User, day: date) -> bool:
    """They do not come, or not again: what was to begin with that day goes."""
    gone, _rows = user.employments.filter(starts_on=day).delete()
    for rows in (user.departments, user.managers, user.roles):
        rows.filter(starts_on__gte=day).delete()
    ReportingLine.objects.filter(manager=user, starts_on__gte=day).delete()
    return bool(gone)
