"""How a session becomes a person: one query that also brings what is true of them today."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from portal.people.facts import facts_of, with_facts
from portal.people.models import User


class PeopleBackend(AuthenticationBackend):
    """E-mail and password by allauth; demo accounts open only in the demo."""

    def user_can_authenticate(self, user: User) -> bool:
        return bool(super().user_can_authenticate(user)) and (not user.is_demo or not settings.PRODUCTION)

    def get_user(self, user_id: int) -> User | None:
        user = with_facts().filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.facts_today = facts_of(user)  # type: ignore[attr-defined]
        return user
