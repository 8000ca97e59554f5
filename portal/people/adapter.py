"""The door: nobody signs up by themselves, and a language chosen there comes in with the person."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portal.people.models import User

CHOSEN_AT_THE_DOOR = "language_chosen_at_the_door"


class ClosedDoor(DefaultAccountAdapter):
    """People come by invitation or import; allauth's own sign-up stays shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        chosen = request.session.pop(CHOSEN_AT_THE_DOOR, None)
        if chosen:
            User.objects.filter(pk=user.pk).update(language=chosen)
