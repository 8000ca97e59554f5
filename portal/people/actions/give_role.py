"""Give a role from a day: it opens at once what it opens, Wagtail's admin included."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.align import align
from portal.people.dated import after, employment, said
from portal.people.days import today
from portal.people.models import Role, RoleMembership, User
from portal.people.moved import moved
from portal.refusal import Refusal


def give_role(viewer: Viewer, person: UUID, *, role: Role, day: date) -> User:
    """`day` is today or later: no right is given backwards. Nobody gives themselves anything."""
    with one_at_a_time():
        user = somebody(viewer, person)
        refuse_own(viewer, user)
        refuse_past(day)
        until = employment(user, on=day).ends_on
        held = after(RoleMembership.objects.filter(user=user, role=role), day).first()
        if held is not None:
            raise Refusal(
                "held",
                _("%(name)s holds this role already, or will from %(day)s.")
                % {"name": user.name, "day": said(held.starts_on)},
            )
        RoleMembership.objects.create(user=user, role=role, starts_on=day, ends_on=until)
        audited(viewer, "role.given", subject=user.person, role=role.value, day=day.isoformat())
        align([user])
        if day <= today():
            moved([user.pk])
    return user


def refuse_own(viewer: Viewer, user: User) -> None:
    if user.pk == viewer.id:
        raise Refusal("own_roles", _("Nobody changes their own roles. Ask another administrator."))


def refuse_past(day: date) -> None:
    if day < today():
        raise Refusal("past", _("Roles change from today on or from a later day. Choose one of those."))
