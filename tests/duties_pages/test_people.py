"""More time, exemptions, and what *why* tells of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from portal.duties.models import Duty, Exemption, Extension
from portal.people.days import day_of, today
from tests.duties_pages.conftest import form, text, work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anas(starter, of_service) -> Duty:
    return Duty.objects.get(requirement=of_service, user=starter["ana"], is_newest=True)


@pytest.fixture
def why(starter, course):
    return reverse("why", args=[starter["ana"].person, "course", course])


def test_why_tells_the_clause_that_speaks_of_her_and_the_sum_of_days(starter, client_of, anas, why):
    page = text(client_of(starter["ana"]).get(why))
    assert "Todos de Atendimento e dos departamentos abaixo" in page
    reached = date_format(day_of(anas.opened_at), "DATE_FORMAT")
    assert f"a regra vale para esta pessoa desde {reached} + 18 dias" in page
    assert date_format(day_of(anas.due_at), "DATE_FORMAT") in page
    assert reverse("duties:extend", args=[anas.pk]) not in page, "nobody gives themselves more time"


def test_of_several_clauses_why_tells_the_one_that_speaks_of_her(carla_at, starter, client_of, of_service, why):
    rows = {"rows": "2", "row-0-department": "billing", "row-1-title": "Analista de atendimento"}
    carla_at.post(reverse("duties:change", args=[of_service.pk]), form(due_days="1", **rows))
    carla_at.post(reverse("duties:switch_on", args=[of_service.pk]))
    work()
    page = text(client_of(starter["ana"]).get(why))
    assert "Todos, com o cargo Analista de atendimento" in page
    assert "Todos de Cobrança" not in page


def test_who_leads_her_gives_more_time_for_a_reason_and_why_tells_it(starter, client_of, anas, why):
    bruno = client_of(starter["bruno"])
    address = reverse("duties:extend", args=[anas.pk])
    assert address in text(bruno.get(why))
    assert address in text(bruno.get(reverse("team")))
    until = day_of(anas.due_at) + 10 * DAY
    answer = bruno.post(address, {"until": until.isoformat(), "reason": ""})
    assert answer.status_code == 422
    assert f'value="{until.isoformat()}"' in text(answer)
    earlier = bruno.post(address, {"until": today().isoformat(), "reason": "Férias"})
    assert earlier.status_code == 422
    answer = bruno.post(address, {"until": until.isoformat(), "reason": "Férias já marcadas"}, follow=True)
    assert answer.redirect_chain[-1][0] == why
    anas.refresh_from_db()
    assert day_of(anas.due_at) == until
    page = text(client_of(starter["ana"]).get(why))
    assert "Férias já marcadas" in page
    assert f"prazo prorrogado até {date_format(until, 'DATE_FORMAT')}, {starter['bruno'].name}" in page
    assert Extension.objects.filter(duty=anas).count() == 1


@pytest.mark.parametrize(("who", "status"), [("zeca", 404), ("eva", 404), ("davi", 404), ("ana", 404), ("carla", 200)])
def test_only_who_leads_her_or_sets_duties_finds_the_way_to_more_time(who, status, starter, client_of, anas):
    assert client_of(starter[who]).get(reverse("duties:extend", args=[anas.pk])).status_code == status


def test_somebody_is_exempt_for_a_reason_and_asked_again_when_it_is_ended(
    carla_at, starter, client_of, of_service, why
):
    ana = starter["ana"]
    chosen = carla_at.post(reverse("duties:exempt_somebody", args=[of_service.pk]), {"person": "Ana Lima"})
    address = reverse("duties:exempt", args=[of_service.pk, ana.person])
    assert chosen["Location"] == address
    refused = carla_at.post(address, {"until": (today() - DAY).isoformat(), "reason": "Já fez noutra casa."})
    assert refused.status_code == 422
    assert "Já fez noutra casa." in text(refused)
    carla_at.post(address, {"until": (today() + 30 * DAY).isoformat(), "reason": "Já fez noutra casa."})
    exemption = Exemption.objects.get(user=ana)
    assert not Duty.objects.filter(requirement=of_service, user=ana, is_newest=True).exists()
    rule = text(carla_at.get(reverse("duties:rule", args=[of_service.pk])))
    assert "Já fez noutra casa." in rule
    page = text(client_of(ana).get(why))
    assert "Dispensa até" in page
    assert "Encerrada: dispensa" in page
    carla_at.post(reverse("duties:end_exemption", args=[exemption.pk]))
    again = Duty.objects.get(requirement=of_service, user=ana, is_newest=True)
    assert again.opened_because == "return"
    page = text(client_of(ana).get(why))
    assert "A regra voltou a valer para esta pessoa" in page
    assert "1 dispensa encerrada" in text(carla_at.get(reverse("duties:rule", args=[of_service.pk])))


def test_nobody_exempts_themselves(carla_at, starter, of_service):
    address = reverse("duties:exempt", args=[of_service.pk, starter["carla"].person])
    answer = carla_at.post(address, {"until": "", "reason": "Eu sei."})
    assert answer.status_code == 422
    assert not Exemption.objects.exists()


def test_half_a_name_is_told_and_no_address_is_learned(carla_at, starter):
    page = text(carla_at.get(reverse("duties:people"), {"person": "zec"}))
    assert starter["zeca"].name in page
    assert starter["zeca"].email not in page
