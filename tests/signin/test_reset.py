"""A forgotten password: who has an account is told to nobody, by text, by time or by what is done."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.audit.models import Entry
from portal.env import CompanySignIn
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.models import User
from portal.people.seed import PASSWORD
from portal.signin import invitations
from portal.signin.models import Invitation

pytestmark = pytest.mark.django_db
GOOD = "um-bom-segredo-2026"
OIDC = CompanySignIn("https://id.example.com", "vigente", "a secret", "Aurora ID", only=False, second_factor=False)


def ask(email: str, client: Client | None = None):
    client = client or Client()
    client.get("/accounts/password/reset/")
    return client.post("/accounts/password/reset/", {"email": email})


def run_jobs() -> None:
    while job := Job.objects.filter(done_at=None, dead_at=None).order_by("created_at").first():
        assert perform(job.pk), job.error


def link_mailed() -> str:
    run_jobs()
    link = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert link
    return link[1]


def choose(client: Client, link: str, password: str = GOOD):
    form = client.get(link, follow=True).request["PATH_INFO"]
    return client.post(form, {"password1": password, "password2": password})


def test_nobody_learns_who_has_an_account(ana, bruno, carla, eva, zeca, settings):
    settings.OIDC = OIDC
    settings.PRODUCTION = True
    User.objects.filter(pk=bruno.pk).update(is_active=False)
    for person in (carla, eva):
        person.set_unusable_password()
        person.save()
    invitations.invite(None, carla)
    SocialAccount.objects.create(user_id=eva.pk, provider=OIDC.key, uid="s-eva")
    User.objects.exclude(pk=zeca.pk).update(is_demo=False)
    User.objects.filter(pk=zeca.pk).update(is_demo=True)
    settings.SECURE_SSL_REDIRECT = False
    Job.objects.all().delete()
    ask("warm-up@example.com")
    Job.objects.all().delete()
    seen = set()
    for email in (ana.email, "nobody@example.com", bruno.email, carla.email, eva.email, zeca.email):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = ask(email, client)
        page = client.get(answer["Location"])
        jobs = list(Job.objects.values_list("kind", flat=True))
        assert email not in json.dumps(list(Job.objects.values_list("args", flat=True)))
        Job.objects.all().delete()
        statements = tuple(re.sub(r"'[^']*'|\d+|%\S+", "?", query["sql"])[:60] for query in queries)
        seen.add(
            (answer.status_code, answer["Location"], answer.content, _plain(page.content), statements, tuple(jobs))
        )
    assert len(seen) == 1
    assert seen.pop()[-1] == ("signin.reset",)


def _plain(page: bytes) -> str:
    return re.sub(r'(nonce|value)="[^"]{16,}"|hx-headers=\'[^\']+\'', "", page.decode())


def test_who_has_a_password_gets_a_link_and_chooses_another(ana):
    ask(ana.email.upper())
    client = Client()
    answer = choose(client, link_mailed())
    assert answer.status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(GOOD)
    run_jobs()
    assert [message.subject for message in mail.outbox] == ["Uma nova senha para a Vigente", "Você tem uma nova senha"]
    acts = Entry.objects.filter(act__startswith="signin.password", subject=ana.person).values_list("act", flat=True)
    assert list(acts) == ["signin.password_reset"]


def test_after_it_one_sentence_says_who_is_signed_out(ana):
    ask(ana.email)
    client = Client()
    choose(client, link_mailed())
    page = client.get("/accounts/password/reset/key/done/").content.decode()
    assert "Todos os aparelhos que entraram com a senha antiga saíram da conta." in page
    assert "Todos os outros aparelhos" not in page


def test_the_job_forgets_the_address_once_it_is_done(ana):
    ask(ana.email)
    run_jobs()
    assert not [job for job in Job.objects.all() if job.args]


@pytest.mark.parametrize("which", ["unknown", "gone", "demo", "withdrawn", "never invited"])
def test_these_get_no_mail(which, ana, settings):
    email = "nobody@example.com" if which == "unknown" else ana.email
    if which == "gone":
        User.objects.filter(pk=ana.pk).update(is_active=False)
    if which in {"withdrawn", "never invited"}:
        ana.set_unusable_password()
        ana.save()
    if which == "withdrawn":
        invitations.invite(None, ana)
        invitations.withdraw(None, ana)
        Job.objects.all().delete()
    ask(email)
    if which == "demo":
        settings.PRODUCTION = True
        User.objects.filter(pk=ana.pk).update(is_demo=True)
    run_jobs()
    assert not mail.outbox


def test_who_never_joined_gets_the_invitation_anew(ana):
    ana.set_unusable_password()
    ana.save()
    old = invitations.invite(None, ana)
    Job.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        ask(ana.email)
        run_jobs()
        (message,) = mail.outbox
        assert message.subject == "Você recebeu um convite para a Vigente"
        assert old.link not in message.body
        assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_who_comes_through_the_company_is_told_so(ana, settings):
    settings.OIDC = OIDC
    ana.set_unusable_password()
    ana.save()
    SocialAccount.objects.create(user_id=ana.pk, provider=OIDC.key, uid="s-ana")
    ask(ana.email)
    run_jobs()
    assert mail.outbox[0].subject == "Você entra com Aurora ID"


def test_where_the_company_is_the_only_way_an_old_link_opens_nothing(ana, settings):
    ask(ana.email)
    link = link_mailed()
    settings.OIDC = CompanySignIn("https://id.example.com", "vigente", "x", "Aurora ID", only=True, second_factor=False)
    assert "Este link não vale mais" in Client().get(link, follow=True).content.decode()


def test_a_link_works_once(ana):
    ask(ana.email)
    link = link_mailed()
    second = Client()
    second.get(link, follow=True)
    assert choose(Client(), link).status_code == 302
    assert "Este link não vale mais" in Client().get(link, follow=True).content.decode()
    page = choose(second, link, "outro-segredo-2026")
    assert "Este link não vale mais" in page.content.decode()
    ana.refresh_from_db()
    assert ana.check_password(GOOD)


def test_a_link_works_for_three_hours(ana):
    ask(ana.email)
    link = link_mailed()
    now = timezone.now()
    with time_machine.travel((now + timedelta(hours=2, minutes=59)).timestamp()):
        assert "Este link" not in Client().get(link, follow=True).content.decode()
    with time_machine.travel((now + timedelta(hours=3, minutes=1)).timestamp()):
        assert "Este link não vale mais" in Client().get(link, follow=True).content.decode()


def test_a_link_of_who_left_meanwhile_opens_nothing(ana):
    ask(ana.email)
    link = link_mailed()
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert "Este link não vale mais" in Client().get(link, follow=True).content.decode()


def test_other_sessions_end_with_the_old_password(ana):
    inside = Client()
    inside.post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert inside.get("/").status_code == 200
    ask(ana.email)
    choose(Client(), link_mailed())
    assert inside.get("/").status_code == 302


def test_the_link_speaks_of_the_house_whatever_host_was_asked(ana, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "evil.example.com"})
    client.post("/accounts/password/reset/", {"email": ana.email})
    run_jobs()
    assert "evil.example.com" not in str(mail.outbox[0].message())
    assert "http://localhost:8000/accounts/password/reset/key/" in mail.outbox[0].body


def test_the_secret_of_a_link_is_in_no_page(ana):
    ask(ana.email)
    link = link_mailed()
    secret = link.rstrip("/").split("-", 1)[1]
    assert secret not in Client().get(link, follow=True).content.decode()
