"""What people do at the door, for its tests."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from portal.people.models import User
from portal.people.seed import PASSWORD

LOGIN = "/accounts/login/"


def signs_in(client: Client, person: User, password: str = PASSWORD, to: str = "", **extra: Any) -> Any:
    return client.post(LOGIN, {"login": person.email, "password": password, "next": to}, **extra)


def signed_in(person: User, **headers: str) -> Client:
    """Somebody who has just typed their password."""
    client = Client(headers=headers)
    assert signs_in(client, person).status_code == 302
    return client


def found_open(person: User) -> Client:
    """A session that somebody left open: nothing in it says who sits there."""
    client = Client()
    client.force_login(person, backend="portal.people.backends.PeopleBackend")
    return client


def has_app(person: User) -> str:
    """Gives `person` an app with codes; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def has_factor(person: User) -> bool:
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def told(answer: Any) -> str:
    """What stands on a page, in one line and without what differs at each look."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", answer.content.decode())
    return re.sub(r"\s+", " ", text)
