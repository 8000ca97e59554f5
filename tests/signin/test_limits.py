"""Limits on guessing: the same with and without Valkey, at once or one after another, behind proxies and past them."""

from __future__ import annotations

import threading
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory, override_settings

from portal import cache as caches
from portal import embedded
from portal.people.seed import PASSWORD
from portal.signin import limits
from portal.signin.adapter import ClosedDoor
from portal.signin.models import Limit
from tests.signin.door import LOGIN, signs_in

FULL = 5
"""Wrong passwords that one address is given in five minutes."""


@pytest.fixture
def valkey(settings, tmp_path):
    process, url = embedded.start_valkey(tmp_path)
    settings.CACHES = {"default": {"BACKEND": "portal.cache.SoftCache", "LOCATION": url}}
    caches._Weather.away_until, caches._Weather.is_away = 0.0, False
    yield process
    process.kill()
    process.wait()
    caches._Weather.away_until, caches._Weather.is_away = 0.0, False


def _guesses(client: Client, person, times: int) -> list[str]:
    return [signs_in(client, person, f"guess {n}").content.decode() for n in range(times)]


def _is_refused(page: str) -> bool:
    return "Foram muitas tentativas" in page


@pytest.mark.django_db
def test_the_sixth_guess_is_refused_and_even_the_right_password_waits(client, ana):
    pages = _guesses(client, ana, FULL + 1)
    assert [_is_refused(page) for page in pages] == [False] * FULL + [True]
    assert "Tente de novo em 5 minutos" in pages[-1]
    right = signs_in(client, ana)
    assert (right.status_code, _is_refused(right.content.decode())) == (200, True)
    client.cookies["django_language"] = "en"
    assert "Try again in 5 minutes" in signs_in(client, ana).content.decode()


@pytest.mark.django_db
def test_valkey_stopped_in_the_middle_forgets_no_guess(client, ana, valkey):
    cache.set("warm", 1)
    assert cache.get("warm") == 1
    first = _guesses(client, ana, 3)
    valkey.kill()
    valkey.wait()
    assert cache.get("warm") is None
    rest = _guesses(client, ana, 3)
    assert [_is_refused(page) for page in first + rest] == [False] * FULL + [True]


@pytest.mark.django_db
def test_valkey_away_from_the_start_lets_nobody_guess_more(client, ana, valkey):
    valkey.kill()
    valkey.wait()
    assert [_is_refused(page) for page in _guesses(client, ana, FULL + 1)] == [False] * FULL + [True]


@pytest.mark.django_db(transaction=True)
def test_guesses_made_at_once_are_counted_one_by_one(cast):
    ana, answers = cast["ana"], []
    start = threading.Barrier(10)

    def guess(number: int) -> None:
        start.wait()
        try:
            answers.append(_is_refused(signs_in(Client(), ana, f"guess {number}").content.decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 10
    assert answers.count(False) <= FULL


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_a_lock_at_once_one_gets_it():
    start, got = threading.Barrier(8), []

    def take() -> None:
        start.wait()
        try:
            got.append(limits.add("allauth:rl:lock", True, 10))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(True) == 1


@pytest.mark.django_db
def test_a_kept_thing_ends_with_its_time_and_can_be_taken_again():
    assert limits.add("allauth:rl:x", [1.5], 0.05)
    assert not limits.add("allauth:rl:x", [2.5], 10)
    assert limits.take("allauth:rl:x") == [1.5]
    time.sleep(0.06)
    assert limits.take("allauth:rl:x") is None
    assert limits.add("allauth:rl:x", [3.5], 10)
    limits.put("allauth:rl:y", [], 0)
    assert limits.forget_expired() == 1
    assert limits.drop("allauth:rl:x")
    assert not limits.drop("allauth:rl:x")


@pytest.mark.django_db
def test_what_lies_in_the_table_names_nobody(client, ana):
    _guesses(client, ana, 1)
    lies = " ".join(f"{row.key} {row.value}" for row in Limit.objects.all())
    assert lies
    assert ana.email not in lies
    assert "127.0.0.1" not in lies


@pytest.mark.django_db
def test_everything_else_stays_in_the_cache():
    cache.set("some-page", "x")
    assert cache.get("some-page") == "x"
    assert not Limit.objects.exists()


@pytest.mark.django_db
def test_a_right_password_leaves_room_for_others_at_the_same_address(client, ana, bruno):
    for _ in range(FULL + 2):
        assert signs_in(Client(), ana).status_code == 302
    assert signs_in(client, bruno).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said", "when"), [("pt-br", "Mais devagar, por favor", "Tente de novo em 1 minuto"), ("en", "Slowly, please", "Try again in 1 minute")])  # fmt: skip
def test_too_many_requests_are_told_when_to_come_back(client, zeca, language, said, when):
    client.cookies["django_language"] = language
    for number in range(40):
        answer = client.post(LOGIN, {"login": f"n{number}@example.com", "password": "x"})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert said in page
    assert when in page
    assert "default-src 'none'" in answer["Content-Security-Policy"]


# -- Whose address it is -----------------------------------------------------------------------------------------------


def _address(**meta: str) -> str:
    return ClosedDoor().get_client_ip(RequestFactory().get("/", **meta))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "nonsense", "0.0.0.0"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
    ],
)
def test_only_what_the_trusted_proxies_added_is_believed(proxies, forwarded, seen):
    meta = {"REMOTE_ADDR": "10.0.0.1", **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})}
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert _address(**meta) == seen


@pytest.mark.django_db
def test_one_who_guesses_behind_a_proxy_does_not_shut_out_the_others(ana, zeca, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser = Client(headers={"X-Forwarded-For": "203.0.113.66"})
    for number in range(12):
        guesser.post(LOGIN, {"login": f"n{number}@example.com", "password": "x"})
    assert _is_refused(signs_in(guesser, zeca).content.decode())
    assert signs_in(Client(headers={"X-Forwarded-For": "203.0.113.10"}), zeca).status_code == 302


@pytest.mark.django_db
def test_a_forged_address_does_not_get_round_the_limit(zeca, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        forged = Client(headers={"X-Forwarded-For": f"6.6.6.{number}, 203.0.113.66"})
        forged.post(LOGIN, {"login": f"n{number}@example.com", "password": "x"})
    last = Client(headers={"X-Forwarded-For": "9.9.9.9, 203.0.113.66"})
    assert _is_refused(signs_in(last, zeca, PASSWORD).content.decode())


def test_production_behind_a_proxy_has_to_say_how_many(settings, monkeypatch):
    from portal.checks import production_is_configured

    settings.PRODUCTION = True
    monkeypatch.setenv("BEHIND_PROXY", "yes")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert "vigente.E009" in {found.id for found in production_is_configured(None)}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert "vigente.E009" not in {found.id for found in production_is_configured(None)}
