"""The page of background work: what administrators see and do, and what the person who asked may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from portal.jobs.models import Job, SignOfLife
from portal.jobs.queries import PAGE
from portal.jobs.run import HANDLERS, LABELS, MAX_ATTEMPTS, perform

pytestmark = pytest.mark.django_db
SECRET = "a-sealed-value-or-somebodys-name"


@pytest.fixture(autouse=True)
def label(monkeypatch):
    monkeypatch.setitem(LABELS, "test.work", "Tarefa de teste")


def job(**facts) -> Job:
    return Job.objects.create(kind="test.work", **facts)


def running(**facts) -> Job:
    now = timezone.now()
    return job(started_at=now, lease_until=now + timedelta(seconds=30), fence=1, attempts=1, **facts)


def dead(**facts) -> Job:
    return job(**{"dead_at": timezone.now(), "attempts": MAX_ATTEMPTS, "failure": "outside", "error": "…", **facts})


def page(client, **query) -> str:
    answer = client.get("/jobs/", query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_everything_has_its_place_and_arguments_are_never_shown(client_of, fabio, ana, language):
    fabio.language = language
    fabio.save()
    job(args={"sealed": SECRET})
    running(args={"to": SECRET}, progress=3, total=9, asked_by=ana.person)
    dead(args={"users": [SECRET]}, error="Traceback: NotSent", once=SECRET)
    job(done_at=timezone.now(), args={"x": SECRET})
    job(canceled_at=timezone.now())
    said = page(client_of(fabio))
    words = {
        "pt-br": [
            "Falharam de vez",
            "3 de 9",
            "Um serviço externo não respondeu",
            "Ana Lima",
            "cancelada",
            "nunca visto",
        ],
        "en": ["Failed for good", "3 of 9", "A service outside did not answer", "Ana Lima", "canceled", "never seen"],
    }[language]
    assert [word for word in words if word not in said] == []
    assert said.index(words[2]) < said.index("Traceback: NotSent"), "plain words first"
    assert SECRET not in said and "test.work" not in said


def test_without_jobs_each_list_says_what_will_stand_there(client_of, fabio):
    said = page(client_of(fabio))
    for words in (
        "Nada falhou",
        "Nada em andamento agora",
        "Nada na fila",
        "Nada com hora marcada",
        "Nada foi concluído ultimamente",
    ):
        assert words in said


@pytest.mark.parametrize("who", ["ana", "bruno", "carla", "davi", "eva", "zeca"])
def test_to_everybody_else_it_is_not_there(client_of, cast, who):
    client = client_of(cast[who])
    assert client.get("/jobs/").status_code == 404
    failed, waiting = dead(), job()
    for name, one in (("job", waiting), ("retry", failed), ("cancel", waiting)):
        address = reverse(f"jobs:{name}", args=[one.pk])
        assert (client.get(address) if name == "job" else client.post(address)).status_code == 404
    assert 'href="/jobs/"' not in client.get("/").content.decode()
    failed.refresh_from_db()
    assert failed.dead_at and not Entry.objects.filter(act__startswith="job.").exists()


def test_it_costs_the_same_however_much_there_is(client_of, fabio, cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(fabio)
    running(asked_by=fabio.person)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client)
    for person in cast.values():
        job(asked_by=person.person)
        dead(asked_by=person.person)
        running(asked_by=person.person)
        job(asked_by=person.person, done_at=timezone.now())
    with django_assert_num_queries(len(few)):
        page(client)
    assert len(few) <= 11


def test_a_list_of_its_own_comes_in_pages_of_fifty(client_of, fabio):
    now = timezone.now()
    for n in range(PAGE + 3):
        job(done_at=now - timedelta(minutes=n))
    client = client_of(fabio)
    assert page(client, list="over").count('class="row job"') == PAGE
    for last in ("2", "99"):
        assert page(client, list="over", page=last).count('class="row job"') == 3
    for odd in ("-1", "x", "9" * 40):
        assert page(client, list="over", page=odd).count('class="row job"') == PAGE
    assert page(client, list="nonsense").count('class="row job"') == 1, "equal rows are told as one"


def test_equal_rows_are_told_as_one_and_what_failed_stands_for_itself(client_of, fabio, ana):
    now = timezone.now()
    for n in range(5):
        job(done_at=now - timedelta(minutes=n))
        dead()
    job(done_at=now, asked_by=ana.person)
    said = page(client_of(fabio))
    assert said.count("×5") == 1
    assert 'href="?list=over">Tarefa de teste' in said
    assert said.count('class="row job"') == 5 + 2


def test_a_clock_is_no_queue(client_of, fabio):
    later = timezone.now() + timedelta(days=30)
    job(run_after=later)
    job(run_after=later, attempts=1, failure="outside")
    waiting, clock = page(client_of(fabio), list="waiting"), page(client_of(fabio), list="set")
    assert waiting.count('class="row job"') == clock.count('class="row job"') == 1
    assert "vai tentar de novo" in waiting
    assert "com hora marcada" in clock


def test_trying_again_is_audited_and_works(client_of, fabio, monkeypatch):
    done = []
    monkeypatch.setitem(HANDLERS, "test.work", lambda job: done.append(job.pk))
    failed = dead()
    client = client_of(fabio)
    answer = client.post(reverse("jobs:retry", args=[failed.pk]), {"next": "/jobs/?list=failed"})
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/?list=failed")
    entry = Entry.objects.get(act="job.retried")
    assert (entry.actor, entry.facts) == (fabio.person, {"kind": "test.work"})
    assert perform(failed.pk)
    assert done == [failed.pk]
    again = client.post(reverse("jobs:retry", args=[failed.pk]), headers={"HX-Request": "true"})
    assert again.status_code == 409
    assert Entry.objects.filter(act="job.retried").count() == 1


def test_it_leads_nowhere_else(client_of, fabio):
    failed = dead()
    answer = client_of(fabio).post(reverse("jobs:retry", args=[failed.pk]), {"next": "https://elsewhere.example/"})
    assert answer["Location"] == reverse("jobs:job", args=[failed.pk])


def test_who_asked_watches_and_cancels_what_waits(client_of, ana, monkeypatch):
    monkeypatch.setitem(HANDLERS, "test.work", lambda job: pytest.fail("it was canceled"))
    hers = job(asked_by=ana.person, total=5)
    client = client_of(ana)
    assert "na fila" in client.get(reverse("jobs:job", args=[hers.pk])).content.decode()
    client.post(reverse("jobs:cancel", args=[hers.pk]))
    assert not perform(hers.pk)
    entry = Entry.objects.get(act="job.canceled")
    assert (entry.actor, entry.subject) == (ana.person, None)
    over = client.get(reverse("jobs:job", args=[hers.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "cancelada" in over and "hx-get" not in over, "what is over is not asked for again"
    assert client.post(reverse("jobs:cancel", args=[hers.pk])).status_code == 409


def test_what_runs_is_asked_to_stop_once(client_of, fabio):
    one = running()
    client = client_of(fabio)
    for _ in range(2):
        assert client.post(reverse("jobs:cancel", args=[one.pk])).status_code == 302
    one.refresh_from_db()
    assert one.cancel_asked_at and not one.canceled_at and one.lease_until
    assert Entry.objects.filter(act="job.canceled").count() == 1
    assert "parando" in page(client)


def test_what_failed_is_laid_aside_by_administrators_alone(client_of, fabio, ana):
    failed = dead(asked_by=ana.person, error="Traceback of hers")
    hers = client_of(ana)
    said = hers.get(reverse("jobs:job", args=[failed.pk])).content.decode()
    assert "Um serviço externo não respondeu" in said
    assert "Traceback" not in said and "Deixar de lado" not in said and "Tentar de novo" not in said
    assert hers.post(reverse("jobs:cancel", args=[failed.pk])).status_code == 409
    assert client_of(fabio).post(reverse("jobs:cancel", args=[failed.pk])).status_code == 302
    failed.refresh_from_db()
    assert failed.canceled_at and not failed.dead_at


def test_the_head_line_says_who_lives_and_how_long_the_oldest_waits(client_of, fabio):
    now = timezone.now()
    SignOfLife.objects.create(name="worker", at=now)
    SignOfLife.objects.create(name="beat", at=now - timedelta(minutes=14, seconds=5))
    job(run_after=now - timedelta(hours=3, minutes=2))
    job(run_after=now + timedelta(hours=1))
    said = page(client_of(fabio))
    for words in ("ativo", "em silêncio", "há 14 min", "3 h", "Enquanto isso nada se perde"):
        assert words in said
    SignOfLife.objects.update(at=now)
    assert "Enquanto isso nada se perde" not in page(client_of(fabio))


def test_what_never_ran_is_set_for_its_time(client_of, fabio):
    Job.objects.create(kind="mail.send", run_after=timezone.now() + timedelta(days=1))
    said = client_of(fabio).get(reverse("jobs:index")).content.decode()
    assert "marcada para <time" in said and "de novo <time" not in said
