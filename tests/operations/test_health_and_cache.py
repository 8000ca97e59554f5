"""What the health page says, and what people can still do when a part is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from portal import cache as soft
from portal import embedded
from portal.jobs.models import SignOfLife
from portal.people.seed import PASSWORD

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def valkey(settings, tmp_path):
    """A Valkey of this test's own, used as the cache."""
    process, url = embedded.start_valkey(tmp_path)
    settings.CACHES = {"default": {"BACKEND": "portal.cache.SoftCache", "LOCATION": url}}
    soft._Weather.away_until, soft._Weather.is_away = 0.0, False
    yield process
    process.kill()
    process.wait()


def _sign(ago: timedelta) -> None:
    SignOfLife.objects.update_or_create(name="worker", defaults={"at": timezone.now() - ago})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "state", "overall"),
    [
        (timedelta(seconds=5), "ok", "ok"),
        (timedelta(minutes=3), "late", "degraded"),
        (timedelta(hours=1), "away", "degraded"),
    ],
)
def test_the_worker_is_as_well_as_its_last_sign(client, ago, state, overall):
    _sign(ago)
    answer = client.get("/health/", **JSON)
    assert answer.status_code == 200
    assert answer.json()["parts"]["worker"]["state"] == state
    assert answer.json()["status"] == overall


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("pt-br", "Tudo funciona"), ("en", "Everything works")])
def test_people_read_it_as_a_page_in_their_language(client, language, said):
    _sign(timedelta(seconds=5))
    page = client.get("/health/", headers={"Accept": "text/html", "Accept-Language": language})
    assert page.status_code == 200
    assert said in page.content.decode()


@pytest.mark.django_db
def test_without_a_database_it_says_so_and_nothing_of_how_it_is_reached(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection to server on socket /secret/place failed")

    monkeypatch.setattr(connection, "cursor", away)
    for accept in ("application/json", "text/html"):
        answer = client.get("/health/", headers={"Accept": accept})
        assert answer.status_code == 503
        assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_with_valkey_away_people_still_sign_in(client, ana, valkey, caplog):
    cache.set("warm", 1)
    assert cache.get("warm") == 1
    valkey.kill()
    valkey.wait()
    answer = client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert [record.getMessage().startswith("Valkey is away") for record in caplog.records].count(True) == 1


def test_with_valkey_away_everything_is_a_miss(valkey):
    valkey.kill()
    valkey.wait()
    assert cache.get("x", "default") == "default"
    assert cache.add("x", 1) is True
    assert cache.set("x", 1) is None
    assert cache.get_many(["x"]) == {}
    assert "x" not in cache
    assert cache.delete("x") is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr("x")


@pytest.mark.django_db
def test_a_wrong_password_many_times_is_slowed_down_while_valkey_is_there(client, ana, valkey):
    answers = [client.post("/accounts/login/", {"login": ana.email, "password": f"no {n}"}) for n in range(7)]
    assert [answer.status_code for answer in answers[:3]] == [200] * 3
    right = client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert right.status_code != 302
