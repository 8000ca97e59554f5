"""The directory and the page of a person: found without accents, narrowed, at the same price for forty as for many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import Entry
from portal.people.access import viewer_of, visible
from portal.people.actions.leave import leave
from portal.people.actions.transfer import transfer
from portal.people.days import today
from portal.people.directory import shelf
from portal.people.forms import DelegationForm
from portal.people.models import Department, DepartmentMembership, Employment, ReportingLine, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(fabio):
    return viewer_of(fabio)


@pytest.fixture
def office(fabio, proven):
    return proven(fabio)


def _names(found):
    return [row.user.name for row in found.rows]


def _crowd(bruno, size):
    department = Department.objects.get(key="customer-service")
    made = User.objects.bulk_create(
        User(email=f"p{n}@vigente.example", name=f"Pessoa {n:04}", password="x", hired_on=today()) for n in range(size)
    )
    Employment.objects.bulk_create(Employment(user=user, starts_on=today()) for user in made)
    DepartmentMembership.objects.bulk_create(
        DepartmentMembership(user=user, department=department, starts_on=today()) for user in made
    )
    ReportingLine.objects.bulk_create(ReportingLine(user=user, manager=bruno, starts_on=today()) for user in made)


# -- Finding ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["fabio", "Fábio", "FABIO REIS", "reis fá", "fabio@vigente", "tecnologia fabio"])
def test_somebody_is_found_with_or_without_accents(admin, words):
    assert _names(shelf(admin, words=words)) == ["Fábio Reis"]


def test_a_department_brings_what_stands_under_it(admin):
    root = Department.objects.get(key="company").pk
    assert shelf(admin, department=root).found == User.objects.count()
    assert _names(shelf(admin, department=Department.objects.get(key="billing").pk)) == ["Carla Nunes"]


def test_by_role_and_by_status(admin, ana, eva, zeca):
    assert _names(shelf(admin, role="author")) == ["Eva Martins"]
    leave(admin, ana.person, last_day=today() + DAY)
    leave(admin, zeca.person, last_day=today())
    assert _names(shelf(admin, status="leaving")) == ["Ana Lima"]
    assert _names(shelf(admin, status="left")) == ["Zeca Prado"]
    assert "Zeca Prado" not in _names(shelf(admin))
    assert shelf(admin).counts["no_factor"] == User.objects.count() - 1


def test_pages_of_fifty(admin, bruno):
    _crowd(bruno, 70)
    first, second = shelf(admin, words="pessoa"), shelf(admin, words="pessoa", page=2)
    assert (len(first.rows), len(second.rows), first.found, first.pages) == (50, 20, 70, 2)
    assert _names(shelf(admin, words="pessoa", page=99)) == _names(second)


def test_the_directory_and_a_person_cost_the_same_for_many(office, bruno, admin):
    from django.db import connection

    pages = [
        reverse("people:directory"),
        reverse("people:directory") + "?q=a&department=company&role=administrator",
        reverse("people:person", args=[bruno.person]),
        reverse("people:departments"),
        reverse("people:department", args=["company"]),
    ]

    def cost(page):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert office.get(page).status_code == 200
        return len(asked)

    few = [cost(page) for page in pages]
    _crowd(bruno, 360)
    assert [cost(page) for page in pages] == few
    assert max(few) <= 22, few


def test_only_who_manages_people_knows_of_everybody(cast, ana, bruno, davi, fabio):
    everyone = User.objects.count()
    seen = {
        user.get_short_name(): visible(User.objects.all(), viewer_of(user)).count()
        for user in (ana, bruno, davi, fabio)
    }
    assert seen == {"Ana": 1, "Bruno": 3, "Davi": everyone, "Fábio": everyone}
    assert visible(ReportingLine.objects.all(), viewer_of(ana)).count() == 1


# -- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    ["transfer", "leave", "come_back", "delegate", "invite", "withdraw", "undo", "end_sessions", "roles", "change"],
)
def test_every_act_on_somebody_asks_once_more_who_one_is(client_of, fabio, zeca, act):
    answer = client_of(fabio).post(reverse(f"people:{act}", args=[zeca.person]), {"what": "departure", "day": today()})
    assert answer["Location"].startswith("/accounts/")


def test_so_do_registering_and_departments(client_of, fabio):
    client = client_of(fabio)
    for name, args in (("register", []), ("new_department", []), ("rename_department", ["billing"]), ("move_department", ["billing"])):  # fmt: skip
        assert client.post(reverse(f"people:{name}", args=args), {"name": "x"})["Location"].startswith("/accounts/")


def test_a_person_is_registered_on_the_page(office, bruno):
    data = {
        "name": "Rita Prado", "email": "rita@vigente.example", "title": "", "department": "billing",
        "manager": "Bruno Alves <bruno@vigente.example>", "hired_on": today(), "language": "en", "document": "123",
        "invited": "on",
    }  # fmt: skip
    answer = office.post(reverse("people:register"), data)
    made = User.objects.get(email="rita@vigente.example")
    assert answer["Location"] == reverse("people:person", args=[made.person])
    page = office.get(answer["Location"]).content.decode()
    assert "Convidar de novo" in page
    assert "123" not in page.replace("localhost", "")[page.index("Documento pessoal") :][:400]
    again = office.post(reverse("people:register"), data)
    assert again.status_code == 422
    assert "já é de alguém" in again.content.decode()
    assert "Rita Prado" in again.content.decode()


def test_how_it_was_on_a_day(office, admin, ana, carla):
    transfer(admin, ana.person, day=today(), department=Department.objects.get(key="billing"), manager=carla)
    yesterday = (today() - DAY).isoformat()
    page = office.get(reverse("people:person", args=[ana.person]), {"on": yesterday}).content.decode()
    then = page[page.index('id="then"') :][:1500]
    assert "Bruno Alves" in then
    assert "Atendimento" in then
    before = office.get(reverse("people:department", args=["billing"]), {"on": yesterday}).content.decode()
    assert "Ana Lima" not in before
    assert "Ana Lima" in office.get(reverse("people:department", args=["billing"])).content.decode()


def test_a_document_is_shown_for_a_reason_and_the_look_is_audited(office, ana):
    ana.document = "529.982.247-25"
    ana.save()
    address = reverse("people:reveal", args=[ana.person])
    assert office.post(address, {"reason": ""}).status_code == 422
    assert not Entry.objects.filter(act="document.revealed").exists()
    answer = office.post(address, {"reason": "Conferência da admissão"})
    assert "529.982.247-25" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.get(act="document.revealed").reason == "Conferência da admissão"
    assert "529.982" not in office.get(reverse("people:person", args=[ana.person])).content.decode()


@pytest.mark.parametrize("name", ["change", "roles", "take_role", "merge", "reset_factors", "reveal"])
def test_sensitive_acts_ask_who_one_is(fabio, ana, client_of, name):
    answer = client_of(fabio).post(reverse(f"people:{name}", args=[ana.person]), {"reason": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/")


def test_second_factors_of_somebody_locked_out_are_removed(office, ana):
    from allauth.mfa.models import Authenticator

    from portal.jobs.models import Job

    Authenticator.objects.create(user=ana, type="totp", data={})
    answer = office.post(reverse("people:reset_factors", args=[ana.person]), {"reason": "Perdeu o telefone"})
    assert answer.status_code == 302
    assert not Authenticator.objects.exists()
    assert Job.objects.filter(kind="mail.send").count() == 1
    assert Entry.objects.get(act="signin.second_factors_reset").reason == "Perdeu o telefone"


def test_departments_are_made_renamed_and_moved_but_never_under_themselves(office):
    assert office.post(reverse("people:new_department"), {"name_pt_br": "Vendas", "name_en": "Sales", "parent": "marketing"}).status_code == 302  # fmt: skip
    assert (
        office.post(reverse("people:rename_department", args=["sales"]), {"name_pt_br": "Comercial"}).status_code == 302
    )
    assert Department.objects.get(key="sales").name_en == "Comercial"
    loop = office.post(reverse("people:move_department", args=["marketing"]), {"parent": "sales", "day": today()})
    assert loop.status_code == 422
    assert "Marketing → Comercial → Marketing" in loop.content.decode()
    same = office.post(reverse("people:new_department"), {"name_pt_br": "comercial", "name_en": "", "parent": ""})
    assert same.status_code == 422


def test_an_address_of_a_merged_account_leads_to_the_one_kept(office, ana, zeca):
    User.objects.filter(pk=zeca.pk).update(merged_into=ana)
    assert office.get(reverse("people:person", args=[zeca.person]))["Location"] == reverse(
        "people:person", args=[ana.person]
    )


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "01/01/0001"])
def test_a_day_out_of_bounds_is_told_everywhere(office, zeca, day):
    for name in ("transfer", "leave", "delegate", "roles"):
        sent = {"day": day, "last_day": day, "starts_on": day, "department": "billing", "to": "ana", "role": "author"}
        assert office.post(reverse(f"people:{name}", args=[zeca.person]), sent).status_code == 422
    assert office.get(reverse("people:departments"), {"on": day}).status_code == 200


def test_a_manager_finds_people_without_learning_addresses(client_of, bruno, carla, zeca):
    client = client_of(bruno)
    assert client.get(reverse("people:suggest"), {"to": "ab\0"}).status_code == 400
    found = client.get(reverse("people:suggest"), {"to": "carl"}).content.decode()
    assert "Carla Nunes" in found and "@" not in found
    assert "Carla" not in client.get(reverse("people:suggest"), {"to": "carla@vig"}).content.decode()
    User.objects.filter(pk=zeca.pk).update(name="Carla Nunes")
    assert str(zeca.person) in client.get(reverse("people:suggest"), {"to": "carl"}).content.decode()
    form = DelegationForm({"to": f"Carla Nunes <{zeca.person}>", "starts_on": today(), "last_day": today()})
    assert form.is_valid() and form.cleaned_data["to"].pk == zeca.pk


def test_suggestions_fit_what_is_typed(client_of, fabio, ana):
    found = client_of(fabio).get(reverse("people:suggest"), {"to": "carl"}).content.decode()
    assert "carla@vigente.example" in found
    assert "zeca" not in found
