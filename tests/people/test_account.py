"""My account tells who I am, what I may do and what was done; each setting is its own small form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.record import audited
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import Delegation, Mail, Role, RoleMembership, User

MOST_QUERIES = 12


def _page(client) -> str:
    answer = client.get(reverse("me"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_who_i_am_and_who_changes_it(ana, client_of):
    page = _page(client_of(ana))
    for word in ("Ana Lima", "ana@vigente.example", "Analista de atendimento", "Atendimento", "Bruno Alves"):
        assert word in page
    assert "Quem muda isto é Fábio Reis" in page


def test_it_tells_what_each_role_allows_and_since_when(carla, bruno, ana, client_of):
    page = _page(client_of(carla))
    assert "Responsável por processo" in page
    assert "Escreve playbooks, publica e responde por eles." in page
    assert "Gestão" in _page(client_of(bruno))
    assert "Responsável por processo" not in _page(client_of(ana))
    RoleMembership.objects.create(user=ana, role=Role.AUTHOR, starts_on=today() + timedelta(days=5))
    assert "a partir de" in _page(client_of(ana)), "a role ahead is told with its day"
    RoleMembership.objects.filter(user=ana).update(starts_on=today() - timedelta(days=9), ends_on=today())
    assert "Autoria" not in _page(client_of(ana)), "a role that ended is not"


def test_who_stands_in_is_told_to_both_with_its_last_day(bruno, ana, client_of):
    Delegation.objects.create(user=bruno, delegate=ana, starts_on=today(), ends_on=today() + timedelta(days=3))
    assert "Ana Lima conduz a sua equipe" in _page(client_of(bruno))
    assert "Você conduz a equipe de Bruno Alves" in _page(client_of(ana))


def test_what_was_done_to_my_account_is_told_to_me_alone(ana, bruno, fabio, client_of):
    with transaction.atomic():
        audited(viewer_of(fabio), "role.given", subject=ana.person, role="author", day="2026-11-20", reason="sigilo")
        audited(viewer_of(ana), "signin.password_changed", subject=ana.person)
        audited(None, "role.taken", subject=bruno.person, role="author", day="2026-11-20")
    page = _page(client_of(ana))
    assert "por Fábio Reis" in page
    assert "por você" in page
    assert "pelo sistema" not in page
    assert "sigilo" not in page, "reasons are for who reads the audit"
    assert "20 de novembro de 2026" in page, "a day is told as a day"


def test_the_second_factor_and_the_codes_left_are_told(carla, client_of):
    client = client_of(carla)
    page = _page(client)
    assert "desligado" in page
    Authenticator.objects.create(user=carla, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(
        user=carla, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0b11111111}
    )
    page = _page(client)
    assert "ligado" in page
    assert "restam 2" in page
    assert "gere novos" in page
    Authenticator.objects.filter(user=carla, type=Authenticator.Type.RECOVERY_CODES).delete()
    assert "você ficaria do lado de fora" in _page(client)


def test_in_the_demo_whose_role_would_require_it_is_told(fabio, ana, client_of, settings):
    settings.SECOND_FACTOR_INSISTED = False
    assert "Em produção, o seu papel o exige." in _page(client_of(fabio))
    assert "Em produção, o seu papel o exige." not in _page(client_of(ana))


def test_the_mail_choice_is_kept_and_told(ana, client_of):
    client = client_of(ana)
    answer = client.post(reverse("set_mail"), {"mail": "needed"}, follow=True)
    assert "E-mails para você: só o necessário." in answer.content.decode()
    ana.refresh_from_db()
    assert ana.mail == Mail.NEEDED
    answer = client.post(reverse("set_mail"), {"mail": "at_once"}, headers={"HX-Request": "true"})
    assert 'hx-swap-oob="beforeend:#toasts"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("mail", ["", "never", "x" * 999])
def test_a_mail_choice_that_is_none_is_refused_kindly(mail, ana, client_of):
    for headers in ({}, {"HX-Request": "true"}):
        answer = client_of(ana).post(reverse("set_mail"), {"mail": mail}, headers=headers)
        assert answer.status_code == 422
        assert "Escolha uma destas opções." in answer.content.decode()
    ana.refresh_from_db()
    assert ana.mail == Mail.AT_ONCE


def test_cities_are_looked_for_without_script_and_with_it(ana, client_of):
    client = client_of(ana)
    whole = client.get(reverse("me"), {"city": "tóquio"}).content.decode()
    assert '<option value="Asia/Tokyo" selected>' in whole
    assert "1 cidade com “tóquio”." in whole
    part = client.get(reverse("me"), {"city": "nowhere"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Nenhuma cidade com “nowhere”" in part
    assert "<script>" not in client.get(reverse("me"), {"city": "<script>"}).content.decode()


@pytest.mark.parametrize("who", ["ana", "bruno", "fabio"])
def test_its_queries_are_few_and_do_not_grow(who, starter, client_of):
    user = starter[who]
    client = client_of(user)
    _page(client)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            _page(client)
        counts.append(len(queries))
        with transaction.atomic():
            for n in range(12):
                audited(viewer_of(starter["davi"]), "signin.sessions_ended", subject=user.person, count=n)
        for n in range(4):
            Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": f"{n}"})
    assert counts[1] <= counts[0] + 1, "the names of who acted are one query"
    assert max(counts) <= MOST_QUERIES


def test_it_is_reached_from_every_page(ana, client_of):
    assert client_of(ana).get(reverse("home")).content.decode().count(f'href="{reverse("me")}"') == 2


def test_a_stranger_is_led_to_the_door(client):
    for method, name in (("get", "me"), ("post", "set_zone"), ("post", "set_mail")):
        answer = getattr(client, method)(reverse(name))
        assert answer["Location"].startswith(reverse("account_login"))


def test_nobody_sets_anything_for_another(ana, bruno, client_of):
    client_of(ana).post(reverse("set_mail"), {"mail": "needed", "user": bruno.pk, "id": bruno.pk})
    assert User.objects.get(pk=bruno.pk).mail == Mail.AT_ONCE
