"""The closed door: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """People come by invitation or import; allauth's own sign-up stays shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
