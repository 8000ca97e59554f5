"""The tests' own house: the cast stands where it should."""

from __future__ import annotations

import pytest
from django.utils import timezone

from portal.people.organisation import reporting_line


@pytest.mark.django_db
def test_bruno_leads_ana_and_not_zeca(ana, bruno, zeca):
    line = reporting_line(bruno.pk, on=timezone.localdate())
    assert ana.pk in line
    assert zeca.pk not in line


def test_the_demo_has_forty_people(starter):
    assert sum(user.has_usable_password() for user in starter.values()) == 40


def test_a_live_server_answers_with_the_demo_in_it(live):
    import urllib.request

    assert urllib.request.urlopen(f"{live.url}/health/").status in (200, 503)
    assert live.person("ana").name == "Ana Lima"


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_commits(ana):
    ana.name = "Ana"
    ana.save()


def test_and_nothing_of_it_stays(ana):
    assert ana.name == "Ana Lima"
