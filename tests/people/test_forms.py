"""What the forms of people say and take: half a name, a document that is none, and a no before anything is filled in."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.people.access import viewer_of
from portal.people.actions.leave import leave
from portal.people.actions.merge import merge
from portal.people.actions.register import register
from portal.people.days import today
from portal.people.models import User
from tests.people.test_actions import DAY, department

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(fabio):
    return viewer_of(fabio)


@pytest.fixture
def office(fabio, proven):
    return proven(fabio)


@pytest.fixture
def new(admin, bruno):
    def made(name, email):
        return register(
            admin, name=name, email=email, department=department("customer-service"), manager=bruno,
            hired_on=today() - 9 * DAY,
        )  # fmt: skip

    return made


def given(**what):
    return {
        "name": "Rita Prado", "email": "rita@vigente.example", "department": "billing", "manager": "bruno",
        "hired_on": today().isoformat(), "language": "pt-br", **what,
    }  # fmt: skip


def told(answer):
    return " ".join(str(one) for one in get_messages(answer.wsgi_request))


def names(page):
    return re.findall(r'<(?:input|select)[^>]*? name="(?!csrf)(\w+)"', page.split("people-form")[1])


def test_half_a_name_that_fits_one_person_is_taken_and_said(office, bruno):
    answer = office.post(reverse("people:register"), given())
    assert answer.status_code == 302
    assert "“bruno” é Bruno Alves." in told(answer)
    made = User.objects.get(email="rita@vigente.example")
    assert made.managers.get().manager == bruno


def test_half_a_name_that_fits_several_says_which(office, new):
    new("Bruno Lima", "bruno.lima@vigente.example")
    page = office.post(reverse("people:register"), given()).content.decode()
    assert "Você quis dizer Bruno Alves ou Bruno Lima?" in page
    new("Bruno Alves", "bruno.alves2@vigente.example")
    page = office.post(reverse("people:register"), given(manager="Bruno Alves")).content.decode()
    assert "bruno.alves2@vigente.example" in page


def test_a_document_that_is_no_cpf_is_told_with_everything_else(office, ana):
    page = office.post(
        reverse("people:register"), given(name="", document="111.111.111-11", manager="ninguém")
    ).content.decode()
    assert page.count("field-error") >= 3
    assert "Confira os campos marcados" in page
    assert "Falta alguma coisa" not in page


def test_the_document_comes_last_and_is_erased_where_one_is_kept(office, ana, fabio):
    User.objects.filter(pk=ana.pk).update(document="")
    address = reverse("people:change", args=[ana.person])
    assert names(office.get(address).content.decode()) == ["name", "email", "title", "language", "document"]
    ana.document = "529.982.247-25"
    ana.save()
    assert names(office.get(address).content.decode())[-2:] == ["document", "forget_document"]


def test_what_would_be_refused_for_sure_is_said_before_the_form(office, admin, fabio, ana, eva):
    for name, who in (("leave", fabio), ("merge", fabio), ("come_back", ana)):
        answer = office.get(reverse(f"people:{name}", args=[who.person]))
        assert answer.status_code == 302, name
        assert told(answer)
    page = office.get(reverse("people:merge", args=[ana.person]), {"gone": fabio.email}).content.decode()
    assert "Ninguém une a própria conta" in page
    leave(admin, eva.person, last_day=today() + 5 * DAY)
    assert office.get(reverse("people:leave", args=[eva.person])).status_code == 302


def test_who_comes_back_finds_the_last_department_and_manager(office, admin, ana, bruno):
    leave(admin, ana.person, last_day=today() - 3 * DAY)
    page = office.get(reverse("people:come_back", args=[ana.person])).content.decode()
    assert '<option value="customer-service" selected' in page
    assert f"{bruno.name} &lt;{bruno.email}&gt;" in page
    leave(admin, bruno.person, last_day=today() - 2 * DAY)
    assert bruno.email not in office.get(reverse("people:come_back", args=[ana.person])).content.decode()


def test_a_merge_stands_in_the_history_of_who_is_kept(office, admin, ana, new):
    merge(admin, kept=ana.person, gone=new("Ana Souza Lima", "ana.lima@vigente.example").person)
    page = office.get(reverse("people:person", args=[ana.person])).content.decode()
    assert "A conta ana.lima@vigente.example foi unida a esta" in page


def test_nobody_is_sent_to_themselves(office, client_of, ana, fabio):
    assert f"Quem muda isto é {fabio.name}" not in office.get("/me/").content.decode()
    assert f"Quem muda isto é {fabio.name}" in client_of(ana).get("/me/").content.decode()
