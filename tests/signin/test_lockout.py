"""A stranger's guesses shut out strangers, never the person whose password or code they guess."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.people.seed import PASSWORD
from portal.signin import known
from tests.signin.door import code, found_open, has_app, signed_in, signs_in

pytestmark = pytest.mark.django_db
AGAIN = "/accounts/reauthenticate/"


def _strangers_guess(person, *, address: str = "203.0.113.9") -> Client:
    stranger = Client(REMOTE_ADDR=address)
    for number in range(6):
        signs_in(stranger, person, f"guess {number}")
    assert signs_in(stranger, person).status_code == 200
    return stranger


def test_an_open_session_proves_itself_whatever_strangers_guess(bruno):
    session = found_open(bruno)
    _strangers_guess(bruno)
    assert session.post(AGAIN, {"password": PASSWORD}).status_code == 302


def test_each_session_has_five_guesses_of_its_own(bruno):
    first, second = found_open(bruno), found_open(bruno)
    pages = [first.post(AGAIN, {"password": f"no {number}"}).content.decode() for number in range(6)]
    assert ["Foram muitas tentativas" in page for page in pages] == [False] * 5 + [True]
    assert first.post(AGAIN, {"password": PASSWORD}).status_code == 200
    assert second.post(AGAIN, {"password": PASSWORD}, REMOTE_ADDR="203.0.113.10").status_code == 302


def test_a_browser_they_came_with_before_lets_them_in_whatever_strangers_guess(bruno):
    browser = signed_in(bruno)
    cookie = browser.cookies[known.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 86400)
    assert bruno.email not in cookie.value
    browser.post("/accounts/logout/")
    _strangers_guess(bruno)
    assert signs_in(browser, bruno).status_code == 302


def test_a_known_browser_may_not_guess_more_than_others(bruno):
    browser = signed_in(bruno)
    browser.post("/accounts/logout/")
    pages = [signs_in(browser, bruno, f"no {number}").content.decode() for number in range(6)]
    assert ["Foram muitas tentativas" in page for page in pages] == [False] * 5 + [True]


def test_a_cookie_of_somebody_else_or_a_forged_one_opens_no_count(bruno, ana):
    _strangers_guess(bruno)
    other = signed_in(ana)
    other.post("/accounts/logout/")
    assert signs_in(other, bruno, REMOTE_ADDR="203.0.113.11").status_code == 200
    forged = Client()
    forged.cookies[known.COOKIE] = signed_in(ana).cookies[known.COOKIE].value[:-2] + "xx"
    assert signs_in(forged, bruno, REMOTE_ADDR="203.0.113.12").status_code == 200


CODE = "/accounts/2fa/authenticate/"
CODE_AGAIN = "/accounts/2fa/reauthenticate/"


def _stranger_with_the_password(person, *, address: str = "203.0.113.20") -> list[bool]:
    """Guesses codes until no more are let; for each whether it was refused unseen."""
    stranger = Client(REMOTE_ADDR=address)
    signs_in(stranger, person)
    pages = [stranger.post(CODE, {"code": "000000"}).content.decode() for _ in range(6)]
    return ["Foram muitas tentativas" in page for page in pages]


def test_wrong_codes_of_who_stole_the_password_shut_out_no_browser_of_the_person(bruno):
    secret = has_app(bruno)
    browser = Client()
    signs_in(browser, bruno)
    assert browser.post(CODE, {"code": code(secret, -1)}).status_code == 302
    browser.post("/accounts/logout/")
    assert _stranger_with_the_password(bruno) == [False] * 5 + [True]
    signs_in(browser, bruno)
    assert browser.post(CODE, {"code": code(secret)}).status_code == 302
    assert _stranger_with_the_password(bruno, address="203.0.113.21")[0], "strangers are counted together"


def test_an_open_session_proves_itself_by_code_whatever_strangers_guess(bruno):
    secret = has_app(bruno)
    session = found_open(bruno)
    _stranger_with_the_password(bruno)
    assert session.post(CODE_AGAIN, {"code": code(secret)}).status_code == 302


def test_a_known_browser_and_a_session_have_five_wrong_codes_like_everybody(bruno):
    secret = has_app(bruno)
    browser = Client()
    signs_in(browser, bruno)
    browser.post(CODE, {"code": code(secret, -1)})
    pages = [browser.post(CODE_AGAIN, {"code": "000000"}).content.decode() for _ in range(6)]
    assert ["Foram muitas tentativas" in page for page in pages] == [False] * 5 + [True]
    browser.post("/accounts/logout/")
    signs_in(browser, bruno)
    pages = [browser.post(CODE, {"code": "000000"}, REMOTE_ADDR="203.0.113.22").content.decode() for _ in range(6)]
    assert ["Foram muitas tentativas" in page for page in pages] == [False] * 5 + [True]
