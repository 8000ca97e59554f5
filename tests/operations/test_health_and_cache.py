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


def _sign(ago: timedelta, *names: str) -> None:
    for name in names or ("worker", "beat"):
        SignOfLife.objects.update_or_create(name=name, defaults={"at": timezone.now() - ago})


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
@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_background_work_is_as_well_as_the_part_that_is_worse(client, silent):
    _sign(timedelta(seconds=5))
    _sign(timedelta(hours=1), silent)
    assert client.get("/health/", **JSON).json()["parts"]["worker"]["state"] == "away"
    SignOfLife.objects.filter(name=silent).delete()
    assert client.get("/health/", **JSON).json()["parts"]["worker"] == {"state": "away", "milliseconds": None}


@pytest.mark.django_db(transaction=True)
def test_worker_and_beat_sign_by_their_own_loops(tmp_path):
    from portal.celery import app
    from portal.jobs import life

    repeated = []

    class Consumer:
        timer = type("Timer", (), {"call_repeatedly": lambda self, *call: repeated.append(call)})()

    life.worker_signs(sender=Consumer())
    assert repeated == [(life.EVERY, life.sign, ("worker",))]
    assert set(SignOfLife.objects.values_list("name", flat=True)) == {"worker"}
    beat = life.Scheduler(app, schedule_filename=str(tmp_path / "beat"), lazy=True)
    beat.setup_schedule()
    beat.schedule = {}
    assert beat.tick() <= life.EVERY, "it turns often enough to sign"
    signed = dict(SignOfLife.objects.values_list("name", "at"))
    assert signed.keys() == {"worker", "beat"}
    beat.close()
    life.sign("beat")
    assert SignOfLife.objects.get(name="beat").at > signed["beat"]


@pytest.mark.django_db
def test_a_sign_that_finds_no_database_is_no_end(monkeypatch, caplog):
    import psycopg

    from portal.jobs import life

    def away(**_):
        raise psycopg.OperationalError("away")

    monkeypatch.setattr(psycopg, "connect", away)
    life.sign("beat")
    assert "beat could not sign" in caplog.text


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
    assert cache.get("warm") is None  # no page of theirs needs the cache: somebody has to ask it
    assert cache.get("cold") is None
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
