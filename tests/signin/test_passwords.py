"""Choosing a password says the same on every page where it is done, in whole sentences."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from portal.audit.models import Entry
from portal.people.seed import PASSWORD
from portal.signin import invitations, reset
from tests.signin.door import found_open, signed_in, told

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
GOOD = "um-bom-segredo-2026"


def change(client: Client, old: str, new: str, again: str = ""):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again or new})


@pytest.mark.parametrize(
    ("language", "said"), [("pt-br", "Esta não é a sua senha. Tente de novo."), ("en", "This is not your password.")]
)
def test_a_wrong_current_password_is_called_wrong(ana, language, said):
    ana.language = language
    ana.save()
    page = told(change(signed_in(ana), "outra-coisa-2026", GOOD))
    assert said in page
    assert "digite sua senha atual" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [("pt-br", "parecida com o seu nome ou o seu e-mail"), ("en", "too much like your name or your e-mail")],
)
def test_one_like_the_address_is_refused_in_a_whole_sentence(ana, language, said):
    ana.language = language
    ana.save()
    assert said in told(change(signed_in(ana), PASSWORD, ana.email))


def test_two_that_differ_are_told_as_on_the_invitation(ana):
    assert "As duas senhas são diferentes" in told(change(signed_in(ana), PASSWORD, GOOD, "outro-segredo-2026"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt-br", ("Nova senha", "A mesma senha de novo", "Pelo menos 12 caracteres. Nem")),
        ("en", ("New password", "The same password again", "At least 12 characters. Not")),
    ],
)
def test_three_pages_have_one_wording(ana, zeca, language, words):
    for person in (ana, zeca):
        person.language = language
        person.save()
    zeca.set_unusable_password()
    zeca.save()
    visitor = {"HTTP_ACCEPT_LANGUAGE": language}
    here = signed_in(ana)
    ana.refresh_from_db()
    link = reset.link_of(ana).removeprefix("http://localhost:8000")
    invitation = invitations.invite(None, zeca).link.removeprefix("http://localhost:8000")
    for answer in (
        here.get(CHANGE),
        Client(**visitor).get(link, follow=True),
        Client(**visitor).get(invitation, follow=True),
    ):
        page = told(answer)
        for word in words:
            assert len(re.findall(rf">\s*{re.escape(word)}", page)) == 1, (answer.request["PATH_INFO"], word)
        assert "<ul><li>" not in page


def test_a_change_is_noted_as_one(ana):
    assert change(signed_in(ana), PASSWORD, GOOD).status_code == 302
    acts = Entry.objects.filter(act__startswith="signin.password", subject=ana.person).values_list("act", flat=True)
    assert list(acts) == ["signin.password_changed"]


def test_coming_in_greets_once(ana):
    client = signed_in(ana)
    assert "Olá, Ana." not in told(client.get("/"))


def test_the_change_page_needs_no_proof_beside_the_old_password(ana):
    assert found_open(ana).get(CHANGE).status_code == 200
