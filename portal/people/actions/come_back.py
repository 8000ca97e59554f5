"""Return: somebody who left belongs to the organisation again from a day, as a second row of employment."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.align import align
from portal.people.dated import DAY, after, said
from portal.people.line import refuse_as_manager, refuse_to_see_more
from portal.people.models import Department, User
from portal.refusal import Refusal


def come_back(viewer: Viewer, person: UUID, *, day: date, department: Department, manager: User | None) -> User:
    """From `day` on `person` works in `department` and answers to `manager`. Roles do not come back by themselves."""
    with one_at_a_time():
        user = somebody(viewer, person)
        refuse_return(user, day)
        user.employments.create(starts_on=day)
        user.departments.create(department=department, starts_on=day)
        if manager is not None:
            refuse_to_see_more(viewer, manager, user)
            refuse_as_manager(manager, user, day=day)
            user.managers.create(manager=manager, starts_on=day)
        audited(viewer, "person.returned", subject=user.person, day=day.isoformat())
        align([user])
    user.refresh_from_db()
    return user


def refuse_return(user: User, day: date) -> None:
    """They have left before `day`; told before a form is filled in as well."""
    last = after(user.employments.all(), day).last()
    if last is not None and last.ends_on is not None and last.starts_on <= day:
        raise Refusal(
            "still_here",
            _("%(name)s is registered until %(day)s. Choose a later day, or undo the departure.")
            % {"name": user.name, "day": said(last.ends_on - DAY)},
        )
    if last is not None:
        raise Refusal("here", _("%(name)s works here already. Transfer them instead.") % {"name": user.name})
