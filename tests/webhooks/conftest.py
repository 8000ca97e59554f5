from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.webhooks.receiver import Receiver, serve


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    """A receiver that the operator allowed."""
    found, end = serve()
    settings.WEBHOOK_LOCAL_HOSTS = [found.authority]
    yield found
    end()


@pytest.fixture
def proven(client_of, fabio):
    """The administrator, who has just proven who they are."""
    client = client_of(fabio)
    session = client.session
    session["account_authentication_methods_user"] = str(fabio.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client
