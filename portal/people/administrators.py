"""There is always somebody who can let people in."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from portal.people.models import Employment, Role, RoleMembership, User
from portal.people.organisation import holding
from portal.refusal import Refusal


def refuse_if_last(user: User, *, day: date | None = None) -> None:
    """Raises a Refusal where nobody else who works here today, without an end in sight, would hold the role."""
    held = RoleMembership.objects.filter(role=Role.ADMINISTRATOR, ends_on=None)
    if not held.filter(user=user).exists():
        return
    stays = Exists(holding(Employment.objects.filter(user=OuterRef("user"), ends_on=None)))
    if (
        not holding(held, on=day)
        .exclude(user=user)
        .filter(stays, user__merged_into=None, user__erased_at=None)
        .exists()
    ):
        raise Refusal(
            "last_administrator",
            _("%(name)s is the last administrator. Give somebody else the role first.") % {"name": user.name},
        )
