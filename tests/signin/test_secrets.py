"""The secret of a link stands in no log line and in no row."""

from __future__ import annotations

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.logs import HideSecrets
from portal.signin.reset import link_of
from portal.signin.reset_views import KEPT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_live_reset_key_is_neither_logged_nor_kept_in_clear(method, ana, caplog):
    link = link_of(ana).removeprefix("http://localhost:8000")
    secret = link.rstrip("/").split("-", 1)[1]
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(link)
    assert answer.status_code == 302
    assert answer["Location"].endswith("-set-password/")
    assert client.get(answer["Location"]).status_code == 200
    kept = Session.objects.get(pk=client.session.session_key).get_decoded()
    assert KEPT in kept
    assert secret not in str(kept)
    assert secret not in caplog.text


def test_an_invitation_that_is_posted_to_is_not_logged(caplog):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/invitation/a-secret-of-somebody/").status_code == 302
    assert "a-secret-of-somebody" not in caplog.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Not Found: /invitation/abc-DEF_1/", "Not Found: /invitation/…/"),
        ('"GET /accounts/password/reset/key/1a-cz9-ff0/?x=1 HTTP/1.1"', '"GET /accounts/password/reset/key/1a-…/?x=1 HTTP/1.1"'),
        ("/accounts/password/reset/key/1a-set-password/", "/accounts/password/reset/key/1a-set-password/"),
    ],
)  # fmt: skip
def test_a_log_line_hides_what_opens_something(said, shown, settings):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (said,), None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == shown
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["secrets"]
