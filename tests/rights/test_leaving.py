"""Who has left is one answer everywhere: access ended is left, and what was granted for then goes within the hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from portal.people.actions.leave import leave
from portal.people.align import align
from portal.people.days import home, today
from portal.people.directory import with_status
from portal.people.models import User
from portal.rights.account import account_of
from portal.rights.actions.ask_erasure import ask_erasure
from portal.rights.actions.decide_erasure import grant_erasure
from portal.rights.actions.destroy import complete_erasures
from portal.rights.models import ErasureRequest
from tests.rights.conftest import asked_by


def granted(starter) -> ErasureRequest:
    asked = ask_erasure(asked_by(starter["ana"]), words="")
    return grant_erasure(asked_by(starter["davi"]), asked.pk, parts=[], rest_on_leaving=True)


def status(user: User) -> str:
    return with_status(User.objects.filter(pk=user.pk)).get().status


def test_who_left_today_has_left_everywhere_and_the_rest_goes(starter, proven):
    ana = starter["ana"]
    asked = granted(starter)
    leave(asked_by(starter["fabio"]), ana.person, last_day=today())
    assert status(ana) == "left" and account_of(ana).has_left
    page = proven(starter["davi"]).get(reverse("privacy:request", args=[asked.pk])).content.decode()
    assert "<dt>Trabalha aqui</dt><dd>não</dd>" in page and "na próxima hora" in page
    assert complete_erasures() == 1
    ana.refresh_from_db()
    assert ana.name.startswith("Pessoa removida ") and status(ana) == "left"


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Asia/Tokyo"])
def test_the_rest_goes_with_the_change_of_the_organisations_day(starter, proven, zone):
    ana, davi = starter["ana"], starter["davi"]
    User.objects.update(zone=zone)
    asked = granted(starter)
    last = today() + timedelta(days=1)
    gone = last + timedelta(days=1)
    leave(asked_by(starter["fabio"]), ana.person, last_day=last)
    said = "será apagado em " + f"{gone.day} de"
    for client, address in (
        (proven(ana), reverse("my_data:page")),
        (proven(davi), reverse("privacy:request", args=[asked.pk])),
        (proven(davi), reverse("privacy:inbox")),
    ):
        assert said in client.get(address).content.decode()
    midnight = datetime(gone.year, gone.month, gone.day, tzinfo=ZoneInfo(str(home())))
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        align()
        assert (status(ana), account_of(ana).has_left, complete_erasures()) == ("leaving", False, 0)
    with time_machine.travel(midnight + timedelta(minutes=1), tick=False):
        align()
        assert (status(ana), account_of(ana).has_left, complete_erasures()) == ("left", True, 1)


def test_without_a_departure_no_day_is_promised(starter, proven):
    asked = granted(starter)
    page = proven(starter["davi"]).get(reverse("privacy:request", args=[asked.pk])).content.decode()
    assert "quando o vínculo terminar" in page and "será apagado em" not in page
