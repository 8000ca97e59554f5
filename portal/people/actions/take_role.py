"""Take a role from a day: what it opened closes at once; the last administrator and the last privacy officer keep theirs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.actions.give_role import refuse_own, refuse_past
from portal.people.administrators import refuse_if_last
from portal.people.align import align
from portal.people.dated import after, cut
from portal.people.days import today
from portal.people.models import Role, RoleMembership, User
from portal.people.moved import moved
from portal.refusal import Refusal


def take_role(viewer: Viewer, person: UUID, *, role: Role, day: date) -> User:
    """From `day` on, today or later, `person` does not hold `role`."""
    with one_at_a_time():
        user = somebody(viewer, person)
        refuse_own(viewer, user)
        refuse_past(day)
        held = RoleMembership.objects.filter(user=user, role=role)
        if not after(held, day).exists():
            raise Refusal("not_held", _("%(name)s does not hold this role on that day.") % {"name": user.name})
        refuse_if_last(user, roles=[role])
        cut(held, day)
        audited(viewer, "role.taken", subject=user.person, role=role.value, day=day.isoformat())
        align([user])
        if day <= today():
            moved([user.pk])
    return user
