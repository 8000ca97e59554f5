"""The company's sign-in, walked through with a real OpenID Connect server."""

from __future__ import annotations

from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from portal.audit.models import Entry
from portal.audit.telling import tell
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.models import Employment, User
from portal.people.seed import PASSWORD
from portal.signin import company, invitations
from portal.signin.models import Invitation
from tests.signin.company import changed, company_server, leave, sign_in_there, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with company_server() as running:
        yield running


@pytest.fixture
def here(server, settings):
    """The house with the company's sign-in set up."""
    settings.OIDC = server.settings()
    cache.clear()
    return server


def is_inside(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_ana_comes_in_through_the_company_and_stays_who_she_is(here, ana):
    here.has("s-ana", email=ana.email.upper(), email_verified=True, name="Somebody Else", locale="en")
    client = Client()
    back = walk(client, "s-ana", next="/courses/")
    assert (back.status_code, back["Location"]) == (302, "/courses/")
    assert is_inside(client, ana)
    before = (ana.name, ana.email, ana.language)
    ana.refresh_from_db()
    assert (ana.name, ana.email, ana.language) == before
    account = SocialAccount.objects.get(user_id=ana.pk)
    assert (account.uid, account.extra_data) == ("s-ana", {})
    entry = Entry.objects.get(act="signin.provider_linked")
    assert (entry.actor, entry.subject, entry.facts) == (ana.person, ana.person, {"provider": "Aurora ID"})


def test_the_request_carries_state_nonce_and_proof_key_and_comes_back_to_our_own_address(here, ana, settings):
    address = leave(Client())
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["redirect_uri"] == f"{settings.BASE_URL}/accounts/company/callback/"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) == 64
    assert asked["state"]


def test_a_visitor_cannot_change_what_is_asked_of_the_server(here):
    page = Client().post("/accounts/company/?process=connect&scope=admin&auth_params=prompt%3Dnone", {})
    assert b"admin" not in page.content
    assert b"prompt" not in page.content


def test_the_first_time_is_told_by_mail(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    walk(Client(), "s-ana")
    perform(Job.objects.get(kind="mail.send").pk)
    assert [(m.to, m.subject) for m in mail.outbox] == [([ana.email], "Aurora ID agora abre a sua conta")]


def test_the_second_time_goes_by_subject_even_when_the_address_there_has_changed(here, ana, bruno):
    here.has("s-ana", email=ana.email, email_verified=True)
    walk(Client(), "s-ana")
    here.has("s-ana", email=bruno.email, email_verified=False)
    client = Client()
    assert walk(client, "s-ana").status_code == 302
    assert is_inside(client, ana)
    assert SocialAccount.objects.count() == 1


def test_an_address_given_to_somebody_else_opens_nothing(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    walk(Client(), "s-ana")
    here.has("s-new", email=ana.email, email_verified=True)
    client = Client()
    assert walk(client, "s-new").status_code == 403
    assert not is_inside(client, ana)


def test_whom_we_do_not_know_is_told_the_same_whatever_the_reason(here, ana, zeca, carla, settings):
    here.has("unverified", email=ana.email, email_verified=False)
    here.has("silent", email=ana.email)
    here.has("nobody", email="nobody@example.com", email_verified=True)
    here.has("nameless")
    here.has("gone", email=zeca.email, email_verified=True)
    here.has("demo", email=carla.email, email_verified=True)
    Employment.objects.filter(user=zeca).delete()
    User.objects.filter(pk=zeca.pk).update(is_active=False)
    User.objects.filter(pk=carla.pk).update(is_demo=True)
    settings.PRODUCTION = True
    people = User.objects.count()
    answers = set()
    for subject in ("unverified", "silent", "nobody", "nameless", "gone", "demo"):
        client = Client()
        answer = walk(client, subject)
        answers.add((answer.status_code, _without_secrets(answer.content.decode())))
        assert "_auth_user_id" not in client.session
    assert len(answers) == 1
    assert answers.pop()[0] == 403
    assert User.objects.count() == people
    assert not SocialAccount.objects.exists()


def test_who_left_after_the_first_time_is_kept_out(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    walk(Client(), "s-ana")
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert walk(Client(), "s-ana").status_code == 403


def test_a_way_back_opens_once(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    back = sign_in_there(leave(client), "s-ana")
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 400
    assert not is_inside(client, ana)


def test_a_way_back_opens_only_for_who_went_there(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    back = sign_in_there(leave(Client()), "s-ana")
    stranger = Client()
    assert stranger.get(back).status_code == 400
    assert not is_inside(stranger, ana)


def test_a_token_made_for_another_sign_in_is_refused(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    back = sign_in_there(changed(leave(client), nonce="of-somebody-else"), "s-ana")
    assert client.get(back).status_code == 400
    assert not is_inside(client, ana)


def test_a_token_for_another_client_is_refused(here, ana, settings):
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    back = sign_in_there(changed(leave(client), client_id="another"), "s-ana")
    assert client.get(back).status_code == 400


def test_no_is_an_answer_too(here):
    import requests

    client = Client()
    answer = requests.post(leave(client), data={"action": "deny"}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    page = client.get(f"{back.path}?{back.query}")
    assert page.status_code == 400
    assert "A entrada não foi concluída" in page.content.decode()


def test_a_server_that_is_away_is_told_kindly(here, settings):
    settings.OIDC = type(here)("http://localhost:1").settings()
    page = Client().post("/accounts/company/")
    assert page.status_code == 503
    assert "Tente mais uma vez" in page.content.decode()


def test_a_server_that_calls_itself_otherwise_is_not_believed(here, settings):
    settings.OIDC = type(here)(here.url.replace("localhost", "127.0.0.1") + "//").settings()
    assert Client().post("/accounts/company/").status_code == 503


def test_the_invited_join_by_coming_through_the_company(here, ana):
    ana.set_unusable_password()
    ana.save()
    invitations.invite(None, ana)
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    assert walk(client, "s-ana")["Location"] == "/"
    assert Invitation.objects.get(user=ana).accepted_at
    assert Entry.objects.filter(act="person.joined", subject=ana.person).count() == 1


def test_a_session_is_new_after_it(here, ana):
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    back = sign_in_there(leave(client), "s-ana")
    before = client.session.session_key
    client.get(back)
    assert client.session.session_key != before


def test_it_counts_as_second_factor_only_where_the_house_says_so(here, ana, zeca, settings):
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    walk(client, "s-ana")
    request = type("Request", (), {"session": client.session, "user": ana})()
    assert not company.counts_as_second_factor(request, ana)
    settings.OIDC = here.settings(second_factor=True)
    assert company.counts_as_second_factor(request, ana)
    assert not company.counts_as_second_factor(request, zeca)


def test_where_it_is_the_only_way_a_password_opens_nothing_but_to_administrators(here, ana, fabio, settings):
    settings.OIDC = here.settings(only=True)
    for person, inside in ((ana, False), (fabio, True)):
        client = Client()
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        assert is_inside(client, person) is inside
    wrong = Client().post("/accounts/login/", {"login": ana.email, "password": "not it"})
    right = Client().post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert _without_secrets(wrong.content.decode()) == _without_secrets(right.content.decode())


def test_the_button_stands_on_the_sign_in_page(here):
    page = Client().get("/accounts/login/").content.decode()
    assert "Entrar com Aurora ID" in page


def test_without_it_there_is_neither_button_nor_address(settings):
    settings.OIDC = None
    assert Client().post("/accounts/company/").status_code == 404
    assert Client().get("/accounts/company/callback/").status_code == 404
    assert "/accounts/company/" not in Client().get("/accounts/login/").content.decode()


def _without_secrets(page: str) -> str:
    import re

    return re.sub(r'(nonce|value)="[^"]{16,}"|hx-headers=\'[^\']+\'', "", page)


def test_where_it_counts_nobody_is_asked_for_a_second_factor_again(here, fabio, settings):
    here.has("s-fabio", email=fabio.email, email_verified=True)
    settings.SECOND_FACTOR_INSISTED = True
    client = Client()
    walk(client, "s-fabio")
    assert client.get("/")["Location"] == "/accounts/2fa/"
    settings.OIDC = here.settings(second_factor=True)
    client = Client()
    walk(client, "s-fabio")
    assert client.get("/").status_code == 200
    by_password = Client()
    by_password.post("/accounts/login/", {"login": fabio.email, "password": PASSWORD})
    assert by_password.get("/")["Location"] == "/accounts/2fa/"


def test_who_has_a_second_factor_is_asked_for_it_unless_the_company_has_done_so(here, ana, settings):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ana, generate_totp_secret())
    here.has("s-ana", email=ana.email, email_verified=True)
    client = Client()
    assert walk(client, "s-ana")["Location"] == "/accounts/2fa/authenticate/"
    assert not is_inside(client, ana)
    settings.OIDC = here.settings(second_factor=True)
    assert is_inside_after(here, ana)


def is_inside_after(here, ana) -> bool:
    client = Client()
    walk(client, "s-ana")
    return is_inside(client, ana)


def test_who_is_known_there_anew_is_let_in_once_the_old_subject_is_forgotten(here, ana):
    here.has("s-old", email=ana.email, email_verified=True)
    first = Client()
    walk(first, "s-old")
    here.has("s-new", email=ana.email, email_verified=True)
    assert walk(Client(), "s-new").status_code == 403
    call_command("unlink_company_signin", ana.email.upper(), reason="New server", stdout=StringIO())
    assert first.get("/").status_code == 302, "whoever came in under it is out"
    assert walk(Client(), "s-new").status_code == 302
    assert SocialAccount.objects.get(user_id=ana.pk).uid == "s-new"
    entry = Entry.objects.get(act="signin.provider_unlinked")
    assert (entry.actor, entry.subject, entry.reason) == (None, ana.person, "New server")
    assert "identificador Aurora ID conhece" in tell(entry)
    for email in ("nobody@x.com", "zeca@vigente.example"):
        with pytest.raises(CommandError):
            call_command("unlink_company_signin", email, reason="x")
