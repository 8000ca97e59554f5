"""Invitations: a link that opens one door, once."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404
from django.test import Client
from django.utils import timezone

from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from portal.signin import invitations
from portal.signin.models import Invitation

pytestmark = pytest.mark.django_db
GOOD = "um-bom-segredo-2026"


@pytest.fixture
def new(ana):
    """Ana before she ever came in."""
    ana.set_unusable_password()
    ana.save()
    return ana


def path_of(invitation: Invitation) -> str:
    return "/" + invitation.link.split("/", 3)[3]


def join(client: Client, invitation: Invitation, **changed: str):
    client.get(path_of(invitation))
    return client.post("/invitation/", {"language": "pt-br", "password": GOOD, "again": GOOD, **changed})


def test_the_administrator_invites_and_a_mail_goes_out(new, fabio):
    invitation = invitations.invite(viewer_of(fabio), new)
    perform(Job.objects.get(kind="mail.send").pk)
    (message,) = mail.outbox
    assert message.to == [new.email]
    assert invitation.link in message.body
    assert fabio.name in message.body
    entry = Entry.objects.get(act="person.invited")
    assert (entry.actor, entry.subject) == (fabio.person, new.person)
    assert invitation.expires_at - invitation.made_at == timedelta(days=14)


def test_only_the_digest_of_the_secret_is_kept(new):
    invitation = invitations.invite(None, new)
    secret = invitation.link.rstrip("/").rsplit("/", 1)[1]
    row = Invitation.objects.values().get()
    assert secret not in str(row)
    assert not Invitation.objects.get().link


def test_others_may_not_invite(new, bruno):
    with pytest.raises(Http404):
        invitations.invite(viewer_of(bruno), new)
    with pytest.raises(Http404):
        invitations.withdraw(viewer_of(bruno), new)
    with pytest.raises(Http404):
        invitations.invite_many(viewer_of(bruno), [new.pk])


def test_who_has_joined_or_left_is_not_invited(bruno, zeca):
    with pytest.raises(Refusal) as joined:
        invitations.invite(None, bruno)
    assert joined.value.code == "invitation.joined"
    User.objects.filter(pk=zeca.pk).update(is_active=False)
    with pytest.raises(Refusal) as gone:
        invitations.invite(None, zeca)
    assert gone.value.code == "invitation.not_here"


def test_ana_joins_and_lands_on_her_day(new):
    invitation = invitations.invite(None, new)
    client = Client()
    taken = client.get(path_of(invitation))
    assert (taken.status_code, taken["Location"]) == (302, "/invitation/")
    page = client.get("/invitation/").content.decode()
    assert "Boas-vindas, Ana" in page
    assert new.email in page
    before = client.session.session_key
    answer = client.post("/invitation/", {"language": "en", "password": GOOD, "again": GOOD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(new.pk)
    assert client.session.session_key != before
    assert "signin.invitation" not in client.session
    new.refresh_from_db()
    assert new.check_password(GOOD)
    assert new.language == "en"
    assert Entry.objects.get(act="person.joined").subject == new.person
    assert "My day" in client.get("/").content.decode()


def test_what_is_wrong_is_said_kindly_and_the_language_stays_chosen(new):
    invitation = invitations.invite(None, new)
    page = join(Client(), invitation, language="en", again="another").content.decode()
    assert "The two passwords differ" in page
    assert re.search(r'value="en"[^>]*checked', page)
    page = join(Client(), invitation, password="curta", again="curta").content.decode()
    assert "pelo menos 12 caracteres" in page
    assert Invitation.objects.get(accepted_at=None)


def test_links_that_open_nothing_are_all_answered_alike(new, carla, eva, zeca):
    for person in (carla, eva, zeca):
        person.set_unusable_password()
        person.save()
    used, withdrawn, replaced, late = (invitations.invite(None, person) for person in (new, carla, eva, zeca))
    assert join(Client(), used).status_code == 302
    invitations.withdraw(None, carla)
    invitations.invite(None, eva)
    answers = set()
    for invitation in (used, withdrawn, replaced):
        answers.add(_answer(path_of(invitation)))
    answers.add(_answer("/invitation/nonsense/"))
    gone = invitations.invite(None, carla)
    User.objects.filter(pk=carla.pk).update(is_active=False)
    answers.add(_answer(path_of(gone)))
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        answers.add(_answer(path_of(late)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 410


def test_who_is_in_already_is_shown_the_way_to_their_day(new):
    invitation = invitations.invite(None, new)
    client = Client()
    join(client, invitation)
    page = client.get(path_of(invitation), follow=True).content.decode()
    assert "Ir para o meu dia" in page
    assert "Você entrou como Ana Lima." in page
    assert "Já tem uma senha" not in page


def test_the_address_is_shown_and_not_asked_for(new):
    page = Client().get(path_of(invitations.invite(None, new)), follow=True).content.decode()
    assert f"<dd>{new.email}</dd>" in page
    assert 'id="id_email"' not in page


def test_a_used_link_cannot_set_another_password(new):
    invitation = invitations.invite(None, new)
    second = Client()
    second.get(path_of(invitation))
    assert join(Client(), invitation).status_code == 302
    answer = second.post(
        "/invitation/", {"language": "en", "password": "outro-segredo-2026", "again": "outro-segredo-2026"}
    )
    assert answer.status_code == 410
    new.refresh_from_db()
    assert new.check_password(GOOD)


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_one_joins(new):
    invitation = invitations.invite(None, new)
    digest, ready, let_in = Invitation.objects.get().digest, Barrier(2), []

    def tab(password: str) -> None:
        try:
            ready.wait()
            let_in.append(invitations.accept(digest, password=password, language="en"))
        finally:
            connection.close()

    tabs = [Thread(target=tab, args=(f"um-bom-segredo-{n}",)) for n in range(2)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert sorted(user is not None for user in let_in) == [False, True]
    assert invitation.pk
    assert Entry.objects.filter(act="person.joined").count() == 1


def test_the_secret_stays_in_no_page_and_no_log(new, caplog):
    invitation = invitations.invite(None, new)
    secret = invitation.link.rstrip("/").rsplit("/", 1)[1]
    client = Client()
    answers = [
        client.get(path_of(invitation)),
        client.get("/invitation/"),
        client.post(path_of(invitation)),
        client.get("/invitation/nonsense/"),
    ]
    assert not any(secret in answer.content.decode() + str(answer.headers) for answer in answers)
    assert secret not in caplog.text
    assert "nonsense" not in caplog.text
    assert secret not in str(dict(client.session))
    assert "no-store" in answers[0]["Cache-Control"]


def test_whoever_else_is_signed_in_here_is_signed_out_of_it(new, zeca, client_of):
    invitation = invitations.invite(None, new)
    client = client_of(zeca)
    assert join(client, invitation).status_code == 302
    assert client.session["_auth_user_id"] == str(new.pk)


def test_hundreds_are_invited_in_chunks_and_nobody_twice(cast, fabio, monkeypatch):
    people = [person for person in cast.values() if person != fabio]
    for person in people:
        person.set_unusable_password()
        person.save()
    monkeypatch.setattr(invitations, "CHUNK", 2)
    assert (
        invitations.invite_many(viewer_of(fabio), [*(p.pk for p in people), people[0].pk, fabio.pk]) == len(people) + 1
    )
    jobs = list(Job.objects.filter(kind="invitations.many"))
    assert len(jobs) == -(-(len(people) + 1) // 2)
    for job in jobs:
        assert perform(job.pk)
        Job.objects.filter(pk=job.pk).update(done_at=None, lease_until=None)
        assert perform(job.pk)
    assert Invitation.objects.count() == len(people)
    assert Invitation.objects.filter(invited_by=fabio.person).count() == len(people)
    assert Job.objects.filter(kind="mail.send").count() == len(people)


def _answer(path: str) -> tuple[int, str]:
    answer = Client().get(path, follow=True)
    return answer.status_code, re.sub(r'(nonce|value)="[^"]{16,}"|hx-headers=\'[^\']+\'', "", answer.content.decode())


# -- The first administrator -------------------------------------------------------------------------------------------


def _invite_by_command(*args: str) -> str:
    out = io.StringIO()
    call_command("invite", *args, stdout=out)
    return out.getvalue()


def test_the_first_administrator_of_a_new_house_comes_in_by_command(db):
    said = _invite_by_command(
        "fabia@example.com", "--name", "Fábia Rocha", "--role", "administrator", "--language", "en"
    )
    assert "fabia@example.com" in said
    assert "/invitation/" not in said
    perform(Job.objects.get(kind="mail.send").pk)
    link = re.search(r"http://localhost:8000(/invitation/\S+)", mail.outbox[0].body)
    client = Client()
    client.get(link[1])
    assert client.post("/invitation/", {"language": "en", "password": GOOD, "again": GOOD})["Location"] == "/"
    fabia = User.objects.get(email="fabia@example.com")
    assert "administrator" in viewer_of(fabia).roles
    assert set(Entry.objects.filter(subject=fabia.person).values_list("act", flat=True)) >= {
        "person.registered", "role.given", "person.invited", "person.joined",
    }  # fmt: skip


def test_the_link_is_shown_only_when_asked_for(db):
    assert "http://localhost:8000/invitation/" in _invite_by_command("a@example.com", "--name", "Ana", "--show-link")


def test_the_command_says_what_is_wrong(bruno):
    for args, said in (
        (("nobody@example.com",), "--name"),
        (("not-an-address", "--name", "X"), "not an e-mail address"),
        (("x@example.com", "--name", "X", "--department", "moon"), "no department moon"),
        ((bruno.email,), "já entrou"),
    ):
        with pytest.raises(CommandError, match=said):
            _invite_by_command(*args)
    assert not Invitation.objects.exists()
