"""People: a session that has just proven who it is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client

from portal.people.models import User


@pytest.fixture
def proven(client_of: Callable[[User], Client]) -> Callable[[User], Client]:
    """A client signed in a moment ago, so that what asks for a proof goes through."""

    def signed_in(user: User) -> Client:
        client = client_of(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        return client

    return signed_in
