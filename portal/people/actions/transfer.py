"""Transfer: from a day on another department, another manager, or both."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.dated import cut, employment, refuse_if_planned, write_from
from portal.people.days import today
from portal.people.line import refuse_as_manager, refuse_to_see_more
from portal.people.models import Department, DepartmentMembership, ReportingLine, User
from portal.people.moved import moved as told
from portal.people.organisation import holding
from portal.refusal import Refusal


def transfer(viewer: Viewer, person: UUID, *, day: date, department: Department, manager: User | None) -> User:
    """From `day` on `person` works in `department` and answers to `manager`; None for nobody."""
    with one_at_a_time():
        user = somebody(viewer, person)
        until = employment(user, on=day).ends_on
        if day <= today():
            employment(user, on=today())
        leads = holding(user.managers.all(), on=day).values_list("manager", flat=True).first()
        if manager is not None and manager.pk != leads:
            refuse_to_see_more(viewer, manager, user)
        moved = write_from(DepartmentMembership, day, who={"user": user}, value={"department": department}, until=until)
        if not (_set_manager(user, manager, day=day, until=until) or moved):
            raise Refusal("nothing", _("That is where they are already on that day. Nothing was changed."))
        audited(
            viewer, "person.transferred", subject=user.person, day=day.isoformat(), department=department.key,
            manager=str(manager.person) if manager else "",
        )  # fmt: skip
        if moved and day <= today():
            told([user.pk])
    return user


def _set_manager(user: User, manager: User | None, *, day: date, until: date | None) -> bool:
    lines = ReportingLine.objects.filter(user=user)
    if manager is None:
        had = holding(lines, on=day).exists()
        refuse_if_planned(list(lines.filter(starts_on__gt=day).values_list("starts_on", flat=True)), day)
        cut(lines, day)
        return had
    stays = holding(lines, on=day).filter(manager=manager, ends_on=until).exists()
    if not stays:
        refuse_as_manager(manager, user, day=day, until=until)
    return write_from(ReportingLine, day, who={"user": user}, value={"manager": manager}, until=until)
