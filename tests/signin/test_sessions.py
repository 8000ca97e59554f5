"""Where somebody is signed in, in words, and how it ends at once."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.audit.models import Entry
from portal.people.seed import PASSWORD
from portal.signin import sessions
from portal.signin.devices import device
from tests.signin.door import found_open, signed_in

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
LAPTOP = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
NEW = "uma-senha-nova-e-longa"


@pytest.mark.parametrize(
    ("agent", "english", "portuguese"),
    [
        (PHONE, "Safari on iPhone", "Safari em iPhone"),
        (LAPTOP, "Chrome on Windows", "Chrome em Windows"),
        (LAPTOP + " Edg/126.0", "Edge on Windows", "Edge em Windows"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox on Android", "Firefox em Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux", "Firefox em Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15", "Safari on Mac", "Safari em Mac"),
        ("curl/8.6", "A browser we do not know", "Um navegador desconhecido"),
        ("", "A browser we do not know", "Um navegador desconhecido"),
    ],
)  # fmt: skip
def test_a_device_is_said_in_words(agent, english, portuguese):
    with translation.override("en"):
        assert str(device(agent)) == english
    with translation.override("pt-br"):
        assert str(device(agent)) == portuguese


@pytest.mark.django_db
def test_the_list_marks_this_device_and_ends_another(ana):
    here, there = signed_in(ana, **{"User-Agent": LAPTOP}), signed_in(ana, **{"User-Agent": PHONE})
    page = here.get("/accounts/sessions/").content.decode()
    assert "Chrome em Windows" in page
    assert "Safari em iPhone" in page
    assert page.count("Este aparelho") == 1
    [other] = re.findall(r"/accounts/sessions/(\d+)/end/", page)
    assert there.get("/").status_code == 200
    assert here.post(f"/accounts/sessions/{other}/end/")["Location"] == "/accounts/sessions/"
    assert there.get("/")["Location"].startswith("/accounts/login/")
    assert here.get("/").status_code == 200
    entry = Entry.objects.get(act="signin.sessions_ended")
    assert (entry.actor, entry.subject, entry.facts) == (ana.person, ana.person, {"count": 1})


@pytest.mark.django_db
def test_all_others_end_at_once_whichever_door_they_came_through(ana):
    here, one, two = signed_in(ana), signed_in(ana), found_open(ana)
    assert here.post("/accounts/sessions/end-others/").status_code == 302
    for gone in (one, two):
        assert gone.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert Session.objects.count() == UserSession.objects.count() == 1


@pytest.mark.django_db
def test_another_persons_session_is_not_there(ana, zeca):
    hers = signed_in(ana)
    row = UserSession.objects.get(user=ana)
    assert signed_in(zeca).post(f"/accounts/sessions/{row.pk}/end/").status_code == 404
    assert hers.get("/").status_code == 200


@pytest.mark.django_db
def test_end_all_says_how_many_there_were_and_spares_one(ana, zeca):
    clients = [signed_in(ana) for _ in range(3)]
    his = signed_in(zeca)
    kept = clients[0].session.session_key
    assert sessions.end_all(ana, except_key=kept) == 2
    assert [client.get("/").status_code for client in clients] == [200, 302, 302]
    assert sessions.end_all(ana) == 1
    assert sessions.end_all(ana) == 0
    assert his.get("/").status_code == 200


@pytest.mark.django_db
def test_a_new_password_ends_every_other_session(ana):
    here, there = signed_in(ana), signed_in(ana)
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert Session.objects.count() == UserSession.objects.count() == 1
    assert Entry.objects.filter(act="signin.password_changed", subject=ana.person).count() == 1


@pytest.mark.django_db
def test_who_leaves_is_out_at_the_next_click(ana):
    client = signed_in(ana)
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_looking_writes_nothing(ana):
    client = signed_in(ana)
    client.get("/courses/")
    for address in ("/courses/", "/accounts/sessions/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert not [one["sql"] for one in queries if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


@pytest.mark.django_db
def test_what_is_over_is_forgotten_by_the_hour(ana, zeca):
    from datetime import timedelta

    from django.utils import timezone

    from portal.signin.tasks import forget

    signed_in(ana)
    signed_in(zeca)
    key = UserSession.objects.get(user=ana).session_key
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(minutes=1))
    forget()
    assert [row.user_id for row in UserSession.objects.all()] == [zeca.pk]
    assert Session.objects.count() == 1
