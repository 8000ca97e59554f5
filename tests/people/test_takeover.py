"""Nobody makes somebody else's account their own, and nobody is left without who watches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.people.access import viewer_of
from portal.people.actions.change import change
from portal.people.actions.give_role import give_role
from portal.people.actions.leave import leave
from portal.people.actions.merge import merge
from portal.people.actions.reset_factors import reset_factors
from portal.people.actions.take_role import take_role
from portal.people.days import today
from portal.people.mailbox import WAITS
from portal.people.models import Role, User
from tests.people.test_actions import refused

pytestmark = pytest.mark.django_db


def test_who_changes_an_address_does_not_reset_the_factors_behind_it(fabio, davi, eva, client_of):
    client = client_of(davi)
    assert client.get("/").status_code == 200
    Authenticator.objects.create(user_id=davi.pk, type="totp", data={"secret": "x"})
    change(viewer_of(fabio), davi.person, email="outro@vigente.example")
    assert client.get("/me/").status_code == 302
    assert Job.objects.filter(kind="mail.send").count() == 2
    assert Entry.objects.get(act="person.changed").facts == {"fields": "email", "email": True}
    refused("changed_address", reset_factors, viewer_of(fabio), davi.person, reason="x")
    give_role(viewer_of(fabio), eva.person, role=Role.ADMINISTRATOR, day=today())
    assert reset_factors(viewer_of(User.objects.get(pk=eva.pk)), davi.person, reason="x")


def test_a_merge_that_brings_another_address_counts_as_a_change_of_it(fabio, davi, zeca):
    Authenticator.objects.create(user_id=davi.pk, type="totp", data={"secret": "x"})
    merge(viewer_of(fabio), kept=davi.person, gone=zeca.person, take_email=True)
    assert Job.objects.filter(kind="mail.send").count() == 2
    refused("changed_address", reset_factors, viewer_of(fabio), davi.person, reason="x")
    assert timedelta(days=7) == WAITS


def test_the_last_privacy_officer_stays(fabio, davi, eva, ana):
    admin = viewer_of(fabio)
    for call in (
        lambda: take_role(admin, davi.person, role=Role.PRIVACY_OFFICER, day=today()),
        lambda: leave(admin, davi.person, last_day=today()),
        lambda: merge(admin, kept=ana.person, gone=davi.person),
    ):
        refused("last_privacy_officer", call)
    give_role(admin, eva.person, role=Role.PRIVACY_OFFICER, day=today())
    take_role(admin, davi.person, role=Role.PRIVACY_OFFICER, day=today())
