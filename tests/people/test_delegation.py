"""While somebody is away: another leads whom they lead, from a day to a day, and nobody else notices."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.urls import reverse

from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.people.access import viewer_of
from portal.people.actions.delegate import delegate
from portal.people.actions.end_delegation import end_delegation
from portal.people.actions.transfer import transfer
from portal.people.days import today
from portal.people.models import Delegation, User
from portal.people.organisation import holding, reporting_line
from tests.people.test_actions import DAY, refused

pytestmark = pytest.mark.django_db
WEEK = 7 * DAY


def test_who_stands_in_sees_the_team_and_reads_until_when(starter, client_of):
    bruno, zeca = starter["bruno"], starter["zeca"]
    client = client_of(zeca)
    assert client.get("/team/").status_code == 404
    made = delegate(viewer_of(bruno), bruno.person, to=zeca, starts_on=today(), last_day=today() + WEEK)
    page = client.get("/team/").content.decode()
    assert "Você cuida da equipe de Bruno Alves até" in page
    assert "Ana Lima" in page
    end_delegation(viewer_of(bruno), made.pk)
    assert client.get("/team/").status_code == 404


def test_the_delegate_is_told_by_mail_if_they_want_mails(bruno, carla, zeca):
    delegate(viewer_of(bruno), bruno.person, to=carla, starts_on=today() + DAY, last_day=today() + WEEK)
    assert Job.objects.filter(kind="mail.send").count() == 1
    zeca.mail = "needed"
    zeca.save()
    helena = carla.managers.get().manager
    delegate(viewer_of(helena), helena.person, to=zeca, starts_on=today(), last_day=today())
    assert Job.objects.filter(kind="mail.send").count() == 1


def test_on_the_last_day_it_still_holds_and_then_no_more(bruno, zeca, ana):
    delegate(viewer_of(bruno), bruno.person, to=zeca, starts_on=today() + DAY, last_day=today() + 2 * DAY)
    holds = [ana.pk in reporting_line(zeca.pk, on=today() + n * DAY) for n in range(4)]
    assert holds == [False, True, True, False]


def test_nobody_delegates_what_is_not_theirs(bruno, carla, zeca, fabio, ana):
    with pytest.raises(Http404):
        delegate(viewer_of(carla), bruno.person, to=zeca, starts_on=today(), last_day=today())
    assert delegate(viewer_of(fabio), bruno.person, to=zeca, starts_on=today(), last_day=today())
    with pytest.raises(Http404):
        end_delegation(viewer_of(ana), Delegation.objects.get().pk)


def test_what_makes_no_sense_is_refused(bruno, zeca, carla, ana):
    mine = viewer_of(bruno)
    refused("days", delegate, mine, bruno.person, to=zeca, starts_on=today() - DAY, last_day=today())
    refused("days", delegate, mine, bruno.person, to=zeca, starts_on=today() + DAY, last_day=today())
    refused("oneself", delegate, mine, bruno.person, to=bruno, starts_on=today(), last_day=today())
    refused("no_line", delegate, viewer_of(ana), ana.person, to=zeca, starts_on=today(), last_day=today())
    zeca.employments.update(ends_on=today() + 3 * DAY)
    refused("not_here", delegate, mine, bruno.person, to=zeca, starts_on=today(), last_day=today() + WEEK)


def test_two_at_once_are_refused_kindly_by_the_database(bruno, zeca, carla):
    delegate(viewer_of(bruno), bruno.person, to=zeca, starts_on=today(), last_day=today() + WEEK)
    refused(
        "one_delegate_at_a_time", delegate, viewer_of(bruno), bruno.person, to=carla, starts_on=today() + DAY,
        last_day=today() + DAY,
    )  # fmt: skip


def test_handing_over_asks_once_more_who_one_is(cast, bruno, carla, client_of):
    client = client_of(bruno)
    to = {"to": "carla@vigente.example", "starts_on": today(), "last_day": today() + WEEK}
    assert "/accounts/" in client.post(reverse("people:delegation"), to)["Location"]
    made = delegate(viewer_of(bruno), bruno.person, to=carla, starts_on=today(), last_day=today())
    assert "/accounts/" in client.post(reverse("people:end_delegation", args=[made.pk]))["Location"]
    assert Delegation.objects.get().ends_on == today() + DAY


def test_a_manager_hands_over_on_their_own_page(cast, bruno, proven):
    client = proven(bruno)
    address = reverse("people:delegation")
    assert client.get(address).status_code == 200
    answer = client.post(address, {"to": "carla@vigente.example", "starts_on": today(), "last_day": today() + WEEK})
    assert answer.status_code == 302
    row = Delegation.objects.get()
    assert "Carla Nunes" in client.get(address).content.decode()
    assert client.post(reverse("people:end_delegation", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == row.starts_on  # it held for some hours: the trace stays


def test_what_was_typed_comes_back_with_what_is_wrong(cast, bruno, client_of, proven):
    answer = proven(bruno).post(reverse("people:delegation"), {"to": "nobody", "starts_on": today(), "last_day": ""})
    assert answer.status_code == 422
    assert "nobody" in answer.content.decode()
    assert client_of(cast["ana"]).get(reverse("people:delegation")).status_code == 404


def test_an_administrator_lends_no_team_to_themselves_nor_to_whom_they_lead(bruno, fabio, zeca, carla):
    admin = viewer_of(fabio)
    days = {"starts_on": today(), "last_day": today() + WEEK}
    refused("to_oneself", delegate, admin, bruno.person, to=fabio, **days)
    line = zeca.managers.get()
    line.manager = fabio
    line.save()
    refused("to_oneself", delegate, viewer_of(fabio), bruno.person, to=zeca, **days)
    ana = User.objects.get(email="ana@vigente.example")
    place = holding(ana.departments.all()).get().department
    for leads in (fabio, zeca):
        refused("to_oneself", transfer, viewer_of(fabio), ana.person, day=today(), department=place, manager=leads)


def test_whose_team_is_lent_is_told_whatever_mails_they_want_and_the_audit_says_to_whom(
    bruno, fabio, carla, davi, proven
):
    bruno.mail = "needed"
    bruno.save()
    made = delegate(viewer_of(fabio), bruno.person, to=carla, starts_on=today(), last_day=today() + WEEK)
    assert Job.objects.filter(kind="mail.send").count() == 2
    assert Entry.objects.get(act="delegation.made").facts["delegate"] == str(carla.person)
    end_delegation(viewer_of(fabio), made.pk)
    assert Delegation.objects.get().ends_on == today()
    assert "substitui: Carla Nunes" in proven(davi).get("/audit/").content.decode()
