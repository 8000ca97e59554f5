"""There is always somebody who can let people in, and somebody who answers for their data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.models import Employment, Role, RoleMembership, User
from portal.people.organisation import holding
from portal.refusal import Refusal

NEVER_EMPTY: Mapping[str, tuple[str, str | Promise]] = {
    Role.ADMINISTRATOR: (
        "last_administrator",
        _("%(name)s is the last administrator. Give somebody else the role first."),
    ),
    Role.PRIVACY_OFFICER: (
        "last_privacy_officer",
        _("%(name)s is the last privacy officer. Give somebody else the role first."),
    ),
}
"""Roles of which the last one stays, each with the refusal."""


def keepers() -> Mapping[str, frozenset[int]]:
    """By the code of its refusal, who holds each of these roles and works here, neither with an end in sight."""
    stay = holding(Employment.objects.filter(ends_on=None)).values("user")
    held = holding(RoleMembership.objects.filter(role__in=NEVER_EMPTY, ends_on=None)).filter(user__in=stay)
    found: dict[str, set[int]] = {role: set() for role in NEVER_EMPTY}
    for role, user in held.values_list("role", "user"):
        found[role].add(user)
    return {NEVER_EMPTY[role][0]: frozenset(users) for role, users in found.items()}


def emptied(keepers: Mapping[str, frozenset[int]], gone: Set[int]) -> list[str]:
    """The codes of the roles that nobody would hold any more without `gone`."""
    return [code for code, users in keepers.items() if users and users <= gone]


def refuse_if_last(user: User, *, day: date | None = None, roles: Sequence[str] = tuple(NEVER_EMPTY)) -> None:
    """Raises a Refusal where nobody else who works here today, without an end in sight, would hold one of these roles."""
    for role in roles:
        if role in NEVER_EMPTY:
            _refuse_if_last(user, role, day=day)


def _refuse_if_last(user: User, role: str, *, day: date | None) -> None:
    held = RoleMembership.objects.filter(role=role, ends_on=None)
    if not held.filter(user=user).exists():
        return
    stays = Exists(holding(Employment.objects.filter(user=OuterRef("user"), ends_on=None)))
    others = holding(held, on=day).exclude(user=user)
    if not others.filter(stays, user__merged_into=None, user__erased_at=None).exists():
        code, sentence = NEVER_EMPTY[role]
        raise Refusal(code, str(sentence) % {"name": user.name})
