"""What one person was answered is shown to nobody else and not again unasked: not by a proxy, not by Back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.signin.door import found_open

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/courses/", "/search/?q=a", "/me/", "/nowhere/"])
def test_a_signed_in_page_is_kept_by_no_cache_between_and_looked_at_anew(ana, address):
    assert found_open(ana).get(address)["Cache-Control"] == "private, no-cache"


def test_pages_of_the_account_leave_nothing_behind(ana):
    assert "no-store" in found_open(ana).get("/accounts/sessions/")["Cache-Control"]


def test_what_says_otherwise_itself_stays_so(fabio):
    assert found_open(fabio).get(reverse("roster:template", args=["en", "csv"]))["Cache-Control"] == "private, no-store"


def test_a_stranger_is_told_nothing_of_their_own():
    assert "private, no-cache" not in Client().get("/accounts/login/")["Cache-Control"]
