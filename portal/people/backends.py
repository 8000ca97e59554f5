"""How a session becomes a person: one query that also brings what is true of them today."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from portal.people.facts import facts_of, with_facts
from portal.people.models import User
from portal.signin.company import password_opens


def may_come_in(user: User) -> bool:
    """Whoever is employed; demo accounts open only in the demo."""
    return user.is_active and (not user.is_demo or not settings.PRODUCTION)


class PeopleBackend(AuthenticationBackend):
    """E-mail and password by allauth."""

    def user_can_authenticate(self, user: User) -> bool:
        return may_come_in(user)

    def get_user(self, user_id: int) -> User | None:
        user = with_facts().filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.facts_today = facts_of(user)  # type: ignore[attr-defined]
        return user

    def _check_password(self, user: User | None, password: str) -> User | None:
        found: User | None = super()._check_password(user, password)
        return found if found and password_opens(found) else None

    @classmethod
    def _stash_user(cls, user: Any) -> None:
        """allauth would let a closed account with the right password on to a page that says so: here it is a wrong one."""
