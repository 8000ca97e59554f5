"""Who reads rules, whose names they see, and how many questions a page asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_context

from portal.duties.models import Duty, Requirement
from portal.duties.queries import team_matrix
from portal.duties.queries.rules import rule_list
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import Department, DepartmentMembership, Employment, ReportingLine, User
from tests.duties_pages.conftest import form, names, text, work

pytestmark = pytest.mark.django_db


def _more_people(starter, n=20):
    bruno, day = starter["bruno"], today() - timedelta(days=60)
    department = Department.objects.get(key="customer-service")
    people = User.objects.bulk_create(
        User(email=f"more{i}@vigente.example", name=f"Mais {i:02}", hired_on=day) for i in range(n)
    )
    Employment.objects.bulk_create(Employment(user=person, starts_on=day) for person in people)
    DepartmentMembership.objects.bulk_create(
        DepartmentMembership(user=person, department=department, starts_on=day) for person in people
    )
    ReportingLine.objects.bulk_create(ReportingLine(user=person, manager=bruno, starts_on=day) for person in people)


def _count(client, address) -> int:
    client.get(address)
    with zeal_context(), CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", ["duties:rules", "duties:rule", "duties:draft", "duties:change"])
def test_a_page_asks_as_many_questions_for_forty_people_as_for_twenty(page, carla_at, of_service, starter):
    carla_at.post(reverse("duties:change", args=[of_service.pk]), form(due_days="9"))
    address = reverse(page, args=[] if page == "duties:rules" else [of_service.pk])
    before = _count(carla_at, address)
    _more_people(starter)
    from portal.duties.open import open_duties

    assert open_duties(of_service) == 20
    assert _count(carla_at, address) <= before


def test_the_list_asks_as_many_questions_for_ten_rules_as_for_one(carla_at, course, starter):
    address = reverse("duties:rules")
    before = _count(carla_at, address)
    for _ in range(5):
        carla_at.post(reverse("duties:new", args=["course", course]), form())
    assert _count(carla_at, address) <= before


def test_the_list_groups_by_what_is_asked_and_counts_people(starter, of_service):
    rules = rule_list(viewer_of(starter["carla"]))
    group = next(group for group in rules.groups if group.thing.key == of_service.key)
    assert len(group.rules) == 2
    rule = next(rule for rule in group.rules if rule.pk == of_service.pk)
    assert rule.bar.total == Duty.objects.filter(requirement=of_service, is_newest=True).count()
    assert sum(float(one.width[:-1]) for one in rule.bar.segments) == pytest.approx(100, abs=0.1)


def test_who_sets_rules_sees_the_names_of_their_line_and_the_privacy_officer_all(starter, client_of, of_service):
    address = reverse("duties:rule", args=[of_service.pk])
    davi = client_of(starter["davi"]).get(address).context
    total = Duty.objects.filter(requirement=of_service, is_newest=True).count()
    assert len(names(davi)) == total
    carla = client_of(starter["carla"]).get(address)
    assert names(carla.context) == []
    assert carla.context["page"].people.hidden == total
    assert starter["ana"].name not in text(carla)
    assert carla.context["rule"].bar.total == total, "figures are of everybody"


def test_people_are_narrowed_by_status_and_turned_by_page(starter, client_of, of_service, monkeypatch):
    from portal.duties.queries import rule

    monkeypatch.setattr(rule, "PEOPLE_A_PAGE", 4)
    davi, address = client_of(starter["davi"]), reverse("duties:rule", args=[of_service.pk])
    everyone = davi.get(address).context["page"].people
    seen = [name for page in range(1, everyone.pages + 1) for name in names(davi.get(address, {"page": page}).context)]
    assert len(seen) == len(set(seen)) == everyone.found
    for one in everyone.filters:
        found = davi.get(address, {"status": one.name}).context["page"].people
        assert found.found == one.count
        assert {row.standing.status.name for row in found.rows} == {one.name}
    assert davi.get(address, {"status": "nonsense", "page": "99"}).status_code == 200


@pytest.mark.parametrize("who", ["ana", "bruno", "eva", "zeca"])
def test_to_everyone_else_rules_are_not_there(who, starter, client_of, of_service, course):
    client = client_of(starter[who])
    for address in (
        reverse("duties:rules"), reverse("duties:choose"), reverse("duties:rule", args=[of_service.pk]),
        reverse("duties:draft", args=[of_service.pk]), reverse("duties:change", args=[of_service.pk]),
        reverse("duties:end", args=[of_service.pk]), reverse("duties:new", args=["course", course]),
        reverse("duties:exempt", args=[of_service.pk, starter["ana"].person]), reverse("duties:people"),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert reverse("duties:rules") not in text(client.get("/"))


def test_the_privacy_officer_reads_and_writes_nothing(starter, client_of, of_service, carla_at, course):
    carla_at.post(reverse("duties:new", args=["course", course]), form())
    draft = Requirement.objects.latest("pk")
    davi = client_of(starter["davi"])
    page = text(davi.get(reverse("duties:rules")))
    assert reverse("duties:draft", args=[draft.pk]) not in page
    assert reverse("duties:choose") not in page
    assert davi.get(reverse("duties:rule", args=[draft.pk])).status_code == 404
    assert davi.post(reverse("duties:switch_on", args=[draft.pk])).status_code == 404
    assert davi.post(reverse("duties:end", args=[of_service.pk]), {}).status_code == 404


def test_an_empty_house_teaches_what_a_rule_is(fabio, client_of):
    page = text(client_of(fabio).get(reverse("duties:rules")))
    assert "Ainda não há regras" in page
    assert reverse("duties:choose") in page
    assert "Nada foi publicado ainda" in text(client_of(fabio).get(reverse("duties:choose")))


def test_several_rules_that_ask_the_same_are_one_row_the_strictest(carla_at, starter, client_of, course):
    ana, bruno = starter["ana"], starter["bruno"]
    before = {tally.face.name: tally.count for tally in team_matrix(viewer_of(bruno)).summary}
    carla_at.post(reverse("duties:new", args=["course", course]), form(due_days="1"))
    carla_at.post(reverse("duties:switch_on", args=[Requirement.objects.latest("pk").pk]))
    work()
    assert Duty.objects.filter(user=ana, kind="course", key=course, is_newest=True).count() == 2
    matrix = team_matrix(viewer_of(bruno))
    assert sum(tally.count for tally in matrix.summary) == sum(before.values()), "nobody owes a thing twice"
    line = next(line for line in matrix.lines if line.user == ana)
    cell = next(cell for cell in line.cells if cell.column.title == "Gestão de renovações")
    assert (cell.standing.due_at.date() - today()).days <= 2
    assert text(client_of(ana).get("/")).count(">Gestão de renovações<") == 1
    why = text(client_of(ana).get(reverse("why", args=[ana.person, "course", course])))
    assert "Outra regra também pede, com menos rigor:" in why
