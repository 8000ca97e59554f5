"""Second factors: who must have one, what lies in the database, and what the audit keeps."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import env
from portal.audit.models import Entry
from portal.people.access import viewer_of
from portal.people.models import Role
from portal.sealed import unseal
from portal.signin.factors import standing
from tests.signin.door import code, found_open, has_app, has_factor, signed_in, signs_in

SET_UP = "/accounts/2fa/"


@pytest.fixture
def insisted(settings):
    settings.SECOND_FACTOR_INSISTED = True


@pytest.mark.django_db
def test_an_app_is_set_up_and_asked_for_from_then_on(ana):
    client = signed_in(ana)
    page = client.get("/accounts/2fa/app/activate/")
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode())[1]
    assert secret not in str(dict(client.session.items())), "the secret waits sealed"
    answer = client.post("/accounts/2fa/app/activate/", {"code": code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert has_factor(ana)

    other = Client()
    assert signs_in(other, ana)["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/")["Location"].startswith("/accounts/login/"), "half way in is outside"
    assert other.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert other.post("/accounts/2fa/authenticate/", {"code": code(secret, 1)})["Location"] == "/"
    assert other.get("/").status_code == 200


@pytest.mark.django_db
def test_a_code_opens_the_door_once(ana):
    secret = has_app(ana)
    once = code(secret)
    first, second = Client(), Client()
    signs_in(first, ana)
    signs_in(second, ana)
    assert first.post("/accounts/2fa/authenticate/", {"code": once}).status_code == 302
    assert second.post("/accounts/2fa/authenticate/", {"code": once}).status_code == 200


@pytest.mark.django_db
def test_a_recovery_code_opens_the_door_once(ana):
    has_app(ana)
    recovery = RecoveryCodes.activate(ana).get_unused_codes()[0]
    for status in (302, 200):
        client = Client()
        signs_in(client, ana)
        assert client.post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == status


@pytest.mark.django_db
def test_secrets_lie_sealed(ana):
    secret = has_app(ana)
    codes = RecoveryCodes.activate(ana).get_unused_codes()
    rows = {row.type: row.data for row in Authenticator.objects.filter(user=ana)}
    assert unseal(rows["totp"]["secret"]) == secret
    assert unseal(rows["recovery_codes"]["seed"])
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(data::text, ' ') from mfa_authenticator")
        lies = cursor.fetchone()[0]
    assert secret not in lies
    assert not any(one in lies for one in codes)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["app/activate/", "app/deactivate/", "recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/", "passkeys/add/"])  # fmt: skip
def test_a_session_found_open_changes_no_second_factor(ana, address):
    has_app(ana)
    RecoveryCodes.activate(ana)
    answer = found_open(ana).get(f"/accounts/2fa/{address}")
    assert answer["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.django_db
def test_another_persons_passkey_is_not_there(ana, zeca):
    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "Meu celular", "credential": {}})
    client = signed_in(zeca)
    for act in ("edit", "remove"):
        assert client.get(f"/accounts/2fa/passkeys/{key.pk}/{act}/").status_code == 404
        assert client.post(f"/accounts/2fa/passkeys/{key.pk}/{act}/", {"name": "x"}).status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Meu celular"


# -- Asked for by role -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["bruno", "carla", "davi", "eva", "fabio"])
def test_who_has_a_role_or_leads_reaches_only_the_page_that_sets_one_up(who, cast, insisted):
    client = signed_in(cast[who])
    for address in (
        "/",
        "/courses/",
        "/team/",
        "/admin/",
        "/admin/pages/",
        "/me/",
        "/people/",
        "/accounts/sessions/",
        "/nowhere/",
    ):
        assert client.get(address)["Location"] == SET_UP, address
    assert client.post("/me/theme/", {"theme": "dark", "next": SET_UP})["Location"] == SET_UP
    assert client.post("/me/language/", {"language": "en", "next": SET_UP})["Location"] == SET_UP
    assert "Your role asks for a second factor" in client.get(SET_UP).content.decode()
    for address in ("app/activate/", "passkeys/add/"):
        assert client.get(SET_UP + address).status_code == 200
    part = client.get("/courses/", headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (204, SET_UP)
    assert client.get("/accounts/logout/").status_code == 200

    has_app(cast[who])
    assert client.get("/courses/").status_code == 200


@pytest.mark.django_db
def test_who_only_learns_is_not_asked(ana, zeca, insisted):
    for person in (ana, zeca):
        assert signed_in(person).get("/").status_code == 200


@pytest.mark.django_db
def test_recovery_codes_alone_are_no_second_factor(bruno, insisted):
    RecoveryCodes.activate(bruno)
    assert signed_in(bruno).get("/")["Location"] == SET_UP


@pytest.mark.django_db
def test_which_roles_are_asked_is_data(bruno, davi, insisted, settings):
    settings.SECOND_FACTOR_ROLES = ["privacy_officer"]
    assert signed_in(bruno).get("/").status_code == 200
    assert signed_in(davi).get("/")["Location"] == SET_UP


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("pt-br", "Em produção, o seu papel precisaria dele"), ("en", "In production your role would need it")])  # fmt: skip
def test_where_it_is_optional_the_page_says_that_the_role_would_need_it(bruno, ana, language, said):
    for person, stands in ((bruno, True), (ana, False)):
        person.language = language
        person.save()
        assert (said in signed_in(person).get(SET_UP).content.decode()) is stands


@pytest.mark.django_db
@pytest.mark.parametrize(("answers_for_it", "status"), [(True, 200), (False, 302)])
def test_who_proved_two_at_the_companys_own_sign_in_is_not_asked_for_a_third(
    bruno, insisted, settings, answers_for_it, status
):
    settings.OIDC = env.CompanySignIn(
        "https://id.example", "us", "secret", "Id", only=False, second_factor=answers_for_it
    )
    client = found_open(bruno)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "socialaccount", "at": time.time(), "provider": settings.OIDC.key, "uid": "1"}
    ]
    session["account_authentication_methods_user"] = str(bruno.pk)
    session.save()
    assert client.get("/courses/").status_code == status


@pytest.mark.django_db
def test_it_costs_no_query(bruno, settings):
    client = signed_in(bruno)
    has_app(bruno)
    counts = []
    for insists in (False, True):
        settings.SECOND_FACTOR_INSISTED = insists
        client.get("/courses/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/courses/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_viewers_know_whether_they_have_one(ana):
    assert not viewer_of(ana).has_factor
    has_app(ana)
    assert viewer_of(ana).has_factor
    assert not standing(viewer_of(ana)).asked


@pytest.mark.parametrize(
    ("value", "roles"),
    [("", set(env.CAN_BE_ASKED)), ("none", set()), ("author, manager", {"author", "manager"})],
)
def test_the_environment_names_the_roles(monkeypatch, value, roles):
    monkeypatch.setenv("SECOND_FACTOR_ROLES", value)
    assert set(env.second_factor_roles()) == roles
    assert set(env.CAN_BE_ASKED) == {*Role.values, "manager"}


def test_a_role_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("SECOND_FACTOR_ROLES", "author,boss")
    with pytest.raises(env.BadEnvironment, match="boss"):
        env.second_factor_roles()


# -- Audit -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_audit_keeps_what_was_added_and_removed(cast):
    ana = cast["ana"]
    client = signed_in(ana)
    page = client.get("/accounts/2fa/app/activate/")
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page.content.decode())[1]
    client.post("/accounts/2fa/app/activate/", {"code": code(secret)})
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/app/deactivate/")
    entries = list(Entry.objects.filter(subject=ana.person).order_by("at").values_list("act", "actor", "facts"))
    assert [(act, facts.get("kind")) for act, actor, facts in entries] == [
        ("signin.second_factor_added", "totp"),
        ("signin.recovery_codes_made", None),
        ("signin.recovery_codes_made", None),
        ("signin.second_factor_removed", "totp"),
        ("signin.second_factor_removed", "recovery_codes"),
    ]
    assert {actor for _, actor, _ in entries} == {ana.person}
    assert not Authenticator.objects.filter(user=ana).exists()
