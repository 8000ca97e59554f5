"""What an attacker would try at the door, tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.jobs.models import Job
from portal.people.models import User
from portal.people.seed import PASSWORD
from portal.sealed import unseal
from tests.architecture.access_table import TABLE
from tests.signin.door import LOGIN, code, found_open, has_app, signed_in, signs_in, told

ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example/", r"\\evil.example", r"/\evil.example", "https:evil.example",
    "https:/evil.example", "http:///evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example",
    "\t//evil.example", "https://testserver@evil.example/",
    "https://testserver.evil.example/", "//testserver:80@evil.example", "evil.example:443", "/\t/evil.example",
    "ftp://testserver/",
)  # fmt: skip
SENT_AS_WRITTEN = (
    "/\r\nLocation: https://evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
)
"""Odd, and yet paths of this house: what is sent back may hold no line break."""


# -- Sessions ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_session_planted_before_the_sign_in_is_worth_nothing_after_it(ana):
    client = Client()
    client.post("/me/language/", {"language": "en"})
    planted = client.session.session_key
    assert planted
    signs_in(client, ana)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/").status_code == 302


@pytest.mark.django_db
def test_the_key_changes_again_after_the_second_factor(ana):
    secret = has_app(ana)
    client = Client()
    signs_in(client, ana)
    half_way = client.session.session_key
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert client.session.session_key != half_way
    thief = Client()
    thief.cookies["sessionid"] = half_way
    assert thief.get("/").status_code == 302


@pytest.mark.django_db
def test_another_person_on_the_same_browser_starts_from_nothing(ana, zeca):
    client = found_open(ana)
    client.post("/accounts/password/set/", {"password1": "x"})
    before = client.session.session_key
    client.force_login(zeca, backend="portal.people.backends.PeopleBackend")
    assert client.session.session_key != before
    assert "signin.waiting" not in client.session


@pytest.mark.django_db
def test_the_cookie_of_who_signed_out_opens_nothing(ana):
    client = signed_in(ana)
    kept = client.session.session_key
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/").status_code == 302


@pytest.mark.django_db
def test_a_half_done_sign_in_opens_nothing_and_proves_nothing(ana):
    has_app(ana)
    client = Client()
    signs_in(client, ana)
    for address in ("/", "/me/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/reauthenticate/", "/admin/"):
        assert client.get(address)["Location"].startswith("/accounts/login/"), address


# -- CSRF --------------------------------------------------------------------------------------------------------------


def _posts() -> list[str]:
    """Every address of the table that takes a POST: those that say so, and the forms of the door."""
    forms = {name for name in TABLE if name.startswith(("account_", "mfa_"))}
    return sorted({name for name, row in TABLE.items() if row.method == "POST"} | forms - NO_FORMS)


NO_FORMS = {"mfa_index", "mfa_list_webauthn", "account_reset_password_from_key"}
"""Lists, and the link of a reset, which leads on to its form by any method so that no log line holds its secret."""


def _some(name: str) -> str:
    """The address with something in every place; nothing is looked up before the token is."""
    for tried in (uuid4(), 1, "x", "pt-br"):
        try:
            return reverse(name, args=[tried] * len(TABLE[name].args))
        except Exception:
            continue
    return ""


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("pt-br", "Esta página envelheceu"), ("en", "This page got old")])
def test_nothing_is_accepted_without_its_token(ana, language, said):
    User.objects.filter(pk=ana.pk).update(language=language)
    for person in (ana, None):
        client = Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
        if person:
            client.force_login(person, backend="portal.people.backends.PeopleBackend")
        tried = 0
        for name in _posts():
            address = _some(name)
            if not address:
                continue
            tried += 1
            answer = client.post(address, {"name": "x"}, headers={"Accept": "text/html"})
            assert answer.status_code == 403, f"{name}: {answer.status_code}"
            assert said in answer.content.decode(), name
        assert tried >= 25
        form = client.post(
            "/accounts/password/reset/key/1-set-password/", {"password1": "x"}, headers={"Accept": "text/html"}
        )
        assert form.status_code == 403 and said in form.content.decode()


@pytest.mark.django_db
def test_a_token_from_another_site_is_refused(ana):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    client.force_login(ana, backend="portal.people.backends.PeopleBackend")
    client.get("/accounts/logout/")
    token = client.cookies["csrftoken"].value
    assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 403


# -- Frames and scripts ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_page_may_be_framed_or_run_a_foreign_script(ana):
    for client in (found_open(ana), Client()):
        for name, row in TABLE.items():
            if row.args or name.startswith("wagtail"):
                continue
            answer = client.generic(row.method, reverse(name))
            policy = answer.headers.get("Content-Security-Policy", "")
            assert answer.headers.get("X-Frame-Options") == "DENY", name
            assert "frame-ancestors 'none'" in policy, name
            assert "script-src 'self'" in policy, name
            assert "base-uri 'none'" in policy, name
            assert "unsafe" not in policy, name
            assert answer["X-Content-Type-Options"] == "nosniff", name
            assert answer["Referrer-Policy"] == "same-origin", name


@pytest.mark.django_db
def test_no_account_page_is_kept_by_a_browser_or_a_proxy(ana):
    has_app(ana)
    for client in (found_open(ana), Client()):
        for name, row in TABLE.items():
            address = reverse(name) if not row.args else ""
            if address.startswith("/accounts/"):
                kept = client.generic(row.method, address).headers.get("Cache-Control", "")
                assert "no-store" in kept, f"{name}: {kept!r}"
                assert "private" in kept, f"{name}: {kept!r}"


# -- Open redirects ----------------------------------------------------------------------------------------------------


def _stays(location: str) -> bool:
    return location.startswith("/") and not re.match(r"[/\\]{2}|/[\\\t]", location) and "\n" not in location


@pytest.mark.django_db
@pytest.mark.parametrize("target", [*ELSEWHERE, *SENT_AS_WRITTEN], ids=repr)
def test_no_way_out_of_the_house(ana, target):
    client = Client()
    ways = {
        "login": client.post(LOGIN, {"login": ana.email, "password": PASSWORD, "next": target}),
        "login again": client.get(LOGIN, {"next": target}),
        "reauthenticate": client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": target}),
        "language": client.post("/me/language/", {"language": "en", "next": target}),
        "theme": client.post("/me/theme/", {"theme": "dark", "next": target}),
        "logout": client.post("/accounts/logout/", {"next": target}),
        "logout again": client.get("/accounts/logout/", {"next": target}),
    }
    for way, answer in ways.items():
        assert answer.status_code == 302, way
        assert _stays(answer["Location"]), f"{way}: {answer['Location']!r}"
        if target in ELSEWHERE:
            assert "evil" not in answer["Location"], f"{way}: {answer['Location']!r}"


@pytest.mark.django_db
def test_a_page_of_the_house_is_gone_to(ana):
    assert signs_in(Client(), ana, query_params={"next": "/courses/?x=1"})["Location"] == "/courses/?x=1"


# -- Hosts -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_forged_host_is_refused_and_a_forwarded_one_is_not_read(client):
    assert client.get(LOGIN, headers={"Host": "evil.example"}).status_code == 400
    page = client.get(LOGIN, headers={"X-Forwarded-Host": "evil.example"})
    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


@pytest.mark.django_db
def test_links_in_mail_lead_to_the_house_and_never_to_the_host_that_asked(ana, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    from portal.jobs.run import due, perform

    client = Client(headers={"Host": "other.example"})
    assert client.post("/accounts/password/reset/", {"email": ana.email}).status_code == 302
    for _ in range(3):
        for job in list(due().exclude(kind="mail.send").values_list("pk", flat=True)):
            perform(job)
    letters = [unseal(job.args["sealed"]) for job in Job.objects.filter(kind="mail.send") if "sealed" in job.args]
    assert letters, "a link was to be sent"
    for letter in letters:
        assert settings.BASE_URL in letter
        assert "other.example" not in letter


# -- Cookies -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_cookies_are_closed_to_scripts_and_other_sites(ana):
    client = Client()
    client.get(LOGIN)
    client.post("/me/language/", {"language": "en"})
    signs_in(client, ana)
    for name in ("sessionid", "django_language"):
        assert client.cookies[name]["httponly"], name
    for name in ("sessionid", "csrftoken", "django_language"):
        assert client.cookies[name]["samesite"] in {"Lax", "Strict"}, name
        assert not client.cookies[name]["domain"], name


# -- What the door tells -----------------------------------------------------------------------------------------------


@contextmanager
def _hashing() -> Iterator[list[str]]:
    """Counts how often a password is hashed: that is what takes time."""
    counted: list[str] = []
    kinds = {type(hasher) for hasher in hashers.get_hashers()}
    kept = {kind: kind.encode for kind in kinds}

    def counting(kind: type) -> Any:
        def encode(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
            counted.append(kind.__name__)
            return str(kept[kind](self, password, *args, **kwargs))

        return encode

    for kind in kinds:
        kind.encode = counting(kind)  # type: ignore[method-assign]
    try:
        yield counted
    finally:
        for kind, encode in kept.items():
            kind.encode = encode  # type: ignore[method-assign]


def _of_each_kind(cast: Any) -> dict[str, tuple[str, str]]:
    """An address and the password tried with it, for every kind of account that is not let in."""
    ana, gone, invited = cast["ana"], cast["zeca"], cast["eva"]
    User.objects.filter(pk=ana.pk).update(is_demo=False)
    User.objects.filter(pk=gone.pk).update(is_active=False, is_demo=False)
    invited.set_unusable_password()
    invited.is_demo = False
    invited.save()
    return {
        "somebody": (ana.email, "wrong"),
        "nobody": ("nobody@vigente.example", "wrong"),
        "gone, right password": (gone.email, PASSWORD),
        "gone, wrong password": (gone.email, "wrong"),
        "invited, no password yet": (invited.email, "wrong"),
        "of the demo, right password": (cast["bruno"].email, PASSWORD),
    }


@pytest.mark.django_db
def test_the_door_answers_everyone_alike_by_word_status_and_work(cast, settings):
    settings.PRODUCTION = True
    answers, work = {}, {}
    for kind, (email, password) in _of_each_kind(cast).items():
        client = Client(headers={"Accept-Language": "en"})
        client.get(LOGIN)
        with _hashing() as hashed, CaptureQueriesContext(connection) as queries:
            answer = client.post(LOGIN, {"login": email, "password": password})
        answers[kind] = (
            answer.status_code,
            answer.get("Location"),
            told(answer).replace(email, "…"),
            sorted(answer.cookies),
        )
        work[kind] = (len(hashed), len(queries))
    assert len(set(map(str, answers.values()))) == 1, {kind: answer[:2] for kind, answer in answers.items()}
    assert "The e-mail or the password is wrong" in answers["somebody"][2]
    assert len(set(work.values())) == 1, work
    assert work["somebody"][0] == 1


@pytest.mark.django_db
def test_an_asker_for_a_new_password_learns_nothing_either(cast, settings):
    settings.PRODUCTION = True
    answers, work = {}, {}
    for kind, (email, _) in _of_each_kind(cast).items():
        client = Client()
        with _hashing() as hashed, CaptureQueriesContext(connection) as queries:
            answer = client.post("/accounts/password/reset/", {"email": email})
        page = client.get(answer["Location"])
        answers[kind] = (answer.status_code, answer["Location"], told(page).replace(email, "…"))
        work[kind] = (len(hashed), len(queries))
    assert len(set(answers.values())) == 1
    assert len(set(work.values())) == 1, work


@pytest.mark.django_db
def test_the_limit_is_the_same_for_who_is_there_and_who_is_not(ana):
    said = []
    for email in (ana.email, "nobody@vigente.example"):
        client = Client(headers={"X-Forwarded-For": "1.1.1.1"})
        from portal.signin.models import Limit

        Limit.objects.all().delete()
        pages = [told(client.post(LOGIN, {"login": email, "password": f"x{n}"})).replace(email, "…") for n in range(6)]
        said.append(pages)
    assert said[0] == said[1]


@pytest.mark.django_db
def test_a_closed_account_is_told_what_a_stranger_is_whichever_way_it_comes(ana):
    from portal.signin.adapter import ClosedDoor

    client = Client()
    request = client.get(LOGIN).wsgi_request
    request.user = AnonymousUser()
    User.objects.filter(pk=ana.pk).update(is_active=False)
    ana.refresh_from_db()
    answer = ClosedDoor(request).pre_login(request, ana)
    assert answer is not None
    assert answer["Location"] == LOGIN
