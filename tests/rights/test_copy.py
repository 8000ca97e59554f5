"""A copy: everything the portal holds about a person, for that person alone, for seven days."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from ideas.models import Idea
from portal.audit.models import Entry
from portal.duties.models import Duty
from portal.notices.models import Notice
from portal.notices.tell import tell
from portal.people.days import day_of
from portal.people.models import User
from portal.rights.actions.destroy import destroy_copies
from portal.rights.models import DataCopy
from tests.journeys.prepared import opens_exam, passes_drill, reads_every_lesson
from tests.rights.conftest import works


def asks(client: Any) -> DataCopy:
    assert client.post(reverse("my_data:ask_copy"))["Location"] == reverse("my_data:page")
    return DataCopy.objects.get(destroyed_at=None)


def taken(client: Any) -> tuple[dict[str, Any], str]:
    """The two files, as the person downloads them."""
    copy = asks(client)
    assert works("rights.copy") == 1
    answer = client.get(reverse("my_data:take_copy", args=[copy.pk]))
    assert answer["Content-Type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    data, page = sorted(packed.namelist(), key=lambda name: name.endswith(".html"))
    return json.loads(packed.read(data)), packed.read(page).decode()


def rows(told: dict[str, Any], part: str, section: str) -> list[dict[str, Any]]:
    sections = next(one["sections"] for one in told["parts"] if one["name"] == part)
    return next(one["rows"] for one in sections if one["name"] == section)


def test_it_holds_what_every_app_knows(starter, proven):
    ana = starter["ana"]
    reads_every_lesson(ana)
    passes_drill(ana)
    opens_exam(ana)
    told, page = taken(proven(ana))
    assert rows(told, "registration", "registration")[0]["email"] == ana.email
    assert len(rows(told, "courses", "lessons")) == 5
    assert len(rows(told, "courses", "exam_answers")) == 8
    assert rows(told, "practice", "companies")[0]["messages"] == 1
    assert rows(told, "practice", "drills")[0]["best_score"] == 100
    assert rows(told, "practice", "messages")[0]["template"] == "payment_declined"
    assert rows(told, "record", "evidence")
    assert [row["part"] for row in rows(told, "audit", "audit")] == ["por você, sobre você"]
    assert ana.name in page and "Aulas concluídas" in page


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_a_notice_is_told_in_the_words_of_the_inbox(starter, proven, language):
    client = proven(starter["ana"])
    client.post(reverse("set_language_of_person"), {"language": language})
    inbox = client.get(reverse("notices:index")).context["inbox"]
    items = [item for day in (*inbox.unread, *inbox.read) for item in day.items]
    told, page = taken(client)
    said = [(row["sentence"], row["detail"]) for row in rows(told, "notices", "notices")]
    assert items and all((item.sentence, item.detail) in said for item in items)
    assert escape(items[0].sentence) in page


def test_a_notice_that_may_not_be_worded_any_more_tells_its_subject_alone(starter, proven):
    ana = starter["ana"]
    Notice.objects.filter(user=ana).delete()
    tell([ana.pk], "idea.answered", once="gone", key=uuid4(), facts={"status": "accepted"})
    told, _page = taken(proven(ana))
    (row,) = rows(told, "notices", "notices")
    assert row["about"] and row["sentence"] == ""


def test_it_tells_the_words_one_waits_to_hear_about(starter, proven):
    client = proven(starter["ana"])
    client.post(reverse("search:report"), {"q": "xyzzyquux"})
    told, page = taken(client)
    assert [row["words"] for row in rows(told, "search", "missing")] == ["xyzzyquux"]
    assert "xyzzyquux" in page


def test_it_leaves_out_answer_keys_and_other_people(starter, proven):
    ana = starter["ana"]
    reads_every_lesson(ana)
    opens_exam(ana)
    told, page = taken(proven(ana))
    everything = json.dumps(told, ensure_ascii=False) + page
    exam = rows(told, "courses", "exam_answers")
    assert {*exam[0]} == {"course", "attempt", "question", "answer"}
    for other in ("bruno", "carla", "davi"):
        assert starter[other].name not in everything
        assert starter[other].email not in everything


def test_deadlines_are_days_of_the_organisation_whatever_the_persons_zone(starter, proven):
    ana = starter["ana"]
    User.objects.filter(pk=ana.pk).update(zone="UTC")
    told, page = taken(proven(ana))
    due = {day_of(duty.due_at).isoformat() for duty in Duty.objects.filter(user=ana)}
    duties = rows(told, "record", "duties")
    assert due and {row["due_at"] for row in duties} == due
    for name in ("opened_at", "due_at", "in_force_until"):
        assert all(row[name] is None or len(row[name]) == len("2026-11-26") for row in duties)
    assert all(f">{date_format(date.fromisoformat(day), 'SHORT_DATE_FORMAT')}<" in page for day in due)


def test_devices_and_factors_are_said_as_the_portal_says_them(starter, proven):
    ana = starter["ana"]
    browser = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    UserSession.objects.create(user=ana, ip="127.0.0.1", user_agent=browser, session_key="k" * 32)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.WEBAUTHN, data={})
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "x"})
    told, page = taken(proven(ana))
    assert browser in [row["device"] for row in rows(told, "signin", "sessions")]
    assert [row["kind"] for row in rows(told, "signin", "factors")] == ["webauthn", "totp"]
    for words in ("Firefox em Linux", "Chave de acesso", "Aplicativo de códigos"):
        assert words in page
    for words in (browser, "WebAuthn", "TOTP"):
        assert words not in page


def test_it_speaks_the_language_it_was_asked_in(starter, proven):
    ana = starter["ana"]
    ana.language = "en"
    ana.save()
    told, page = taken(proven(ana))
    assert told["language"] == "en" and "Lessons finished" in page and '<html lang="en">' in page


def test_the_mail_says_it_is_ready_and_not_what_is_in_it(starter, proven, mails):
    ana = starter["ana"]
    asks(proven(ana))
    works("rights.copy")
    letter = mails()[-1]
    assert letter.to == [ana.email]
    assert reverse("my_data:page") in letter.body
    assert not letter.attachments


def test_it_lies_sealed_and_its_owner_alone_takes_it(starter, proven):
    ana, bruno, davi = starter["ana"], starter["bruno"], starter["davi"]
    copy = asks(proven(ana))
    works("rights.copy")
    with connection.cursor() as cursor:
        cursor.execute("select content from rights_datacopy where id = %s", [copy.pk])
        assert bytes(cursor.fetchone()[0]).startswith(b"gAAAA")
    address = reverse("my_data:take_copy", args=[copy.pk])
    for other in (bruno, davi):
        assert proven(other).get(address).status_code == 404
    assert proven(ana).get(address).status_code == 200
    assert Entry.objects.filter(act="rights.copy_made", actor=ana.person).count() == 1


def test_it_asks_who_one_is_before_it_begins(starter, client_of):
    answer = client_of(starter["ana"]).post(reverse("my_data:ask_copy"))
    assert answer.status_code == 302 and "/accounts/" in answer["Location"]
    assert not DataCopy.objects.exists()


def test_asking_twice_makes_one_and_a_new_one_destroys_the_old(starter, proven):
    client = proven(starter["ana"])
    assert asks(client).pk == asks(client).pk
    works("rights.copy")
    first = DataCopy.objects.get()
    second = asks(client)
    first.refresh_from_db()
    assert second.pk != first.pk and first.destroyed_at and first.content is None


def test_the_job_done_twice_makes_it_once(starter, proven):
    from portal.jobs.models import Job
    from portal.rights.actions.make_copy import make_copy

    asks(proven(starter["ana"]))
    works("rights.copy")
    before = DataCopy.objects.get()
    make_copy(Job.objects.get(kind="rights.copy"))
    assert DataCopy.objects.get().made_at == before.made_at


def test_after_seven_days_it_is_destroyed(starter, proven):
    client = proven(starter["ana"])
    copy = asks(client)
    works("rights.copy")
    DataCopy.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("my_data:take_copy", args=[copy.pk])).status_code == 404
    assert destroy_copies() == 1 and destroy_copies() == 0
    copy.refresh_from_db()
    assert copy.content is None and copy.destroyed_at


@pytest.mark.parametrize("grow", [10])
def test_its_queries_do_not_grow_with_what_it_holds(starter, django_assert_max_num_queries, grow):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.rights.account import account_of
    from portal.rights.archive import packed

    bruno = starter["bruno"]

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            packed(bruno, account_of(bruno), at=timezone.now())
        return len(queries)

    asked()
    before = asked()
    for number in range(grow):
        Idea.objects.create(author=bruno, title=f"Ideia {number}", problem="p", proposal="q", language="pt-br")
    assert asked() == before
