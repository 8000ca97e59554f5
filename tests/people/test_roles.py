"""Roles are rows: given from a day, they open what they open at once; taken, it closes; the last administrator stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.audit.models import Entry
from portal.people.access import Capability, viewer_of
from portal.people.actions.give_role import give_role
from portal.people.actions.leave import leave
from portal.people.actions.take_role import take_role
from portal.people.actions.undo import undo
from portal.people.days import today
from portal.people.models import Role
from portal.refusal import Refusal
from tests.people.test_actions import DAY, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(fabio):
    return viewer_of(fabio)


def test_a_role_given_opens_wagtail_and_closes_when_it_is_taken(admin, zeca, eva, client_of):
    client = client_of(zeca)
    assert client.get("/admin/").status_code == 404
    give_role(admin, zeca.person, role=Role.AUTHOR, day=today())
    assert client.get("/admin/").status_code == 200
    take_role(admin, zeca.person, role=Role.AUTHOR, day=today())
    assert client.get("/admin/").status_code == 404


def test_evas_role_given_to_somebody_else_lets_them_write_in_the_library(starter, client_of):
    from portal.home.library import library

    admin, zeca = viewer_of(starter["fabio"]), starter["zeca"]
    page = library("pt-br").get_children().first()
    client = client_of(zeca)
    give_role(admin, zeca.person, role=Role.AUTHOR, day=today())
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    take_role(admin, zeca.person, role=Role.AUTHOR, day=today())
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 404


def test_a_role_of_tomorrow_opens_nothing_today_and_can_be_undone(admin, zeca):
    give_role(admin, zeca.person, role=Role.PRIVACY_OFFICER, day=today() + DAY)
    assert not viewer_of(zeca).can(Capability.READ_AUDIT)
    undo(admin, zeca.person, what="role-privacy_officer", day=today() + DAY)
    assert not zeca.roles.exists()


def test_a_role_that_ends_later_can_be_kept_after_all(admin, eva):
    take_role(admin, eva.person, role=Role.AUTHOR, day=today() + 5 * DAY)
    assert viewer_of(eva).can(Capability.WRITE)
    undo(admin, eva.person, what="role-author", day=today() + 5 * DAY)
    assert eva.roles.get().ends_on is None


def test_nobody_changes_their_own_roles(admin, fabio):
    refused("own_roles", give_role, admin, fabio.person, role=Role.AUTHOR, day=today())
    refused("own_roles", take_role, admin, fabio.person, role=Role.ADMINISTRATOR, day=today())


def test_no_right_is_given_backwards_or_twice(admin, eva, zeca):
    refused("past", give_role, admin, zeca.person, role=Role.AUTHOR, day=today() - DAY)
    refused("held", give_role, admin, eva.person, role=Role.AUTHOR, day=today())
    refused("not_held", take_role, admin, zeca.person, role=Role.AUTHOR, day=today())


def test_the_last_administrator_keeps_the_role(admin, fabio, ana):
    give_role(admin, ana.person, role=Role.ADMINISTRATOR, day=today() + DAY)
    fabio.employments.update(ends_on=today() + timedelta(days=30))
    with pytest.raises(Refusal):
        take_role(admin, ana.person, role=Role.ADMINISTRATOR, day=today() + DAY)


def test_what_was_given_is_told_without_names(admin, zeca):
    give_role(admin, zeca.person, role=Role.AUTHOR, day=today())
    entry = Entry.objects.get(act="role.given")
    assert (entry.actor, entry.subject) == (admin.person, zeca.person)
    assert entry.facts == {"role": "author", "day": today().isoformat()}


def test_who_was_dismissed_does_not_undo_their_own_dismissal_and_a_role_taken_apart_stays_taken(admin, fabio, eva):
    day = today() + 10 * DAY
    give_role(admin, eva.person, role=Role.ADMINISTRATOR, day=today())
    take_role(admin, eva.person, role=Role.ADMINISTRATOR, day=day)
    leave(admin, eva.person, last_day=day - DAY)
    other = viewer_of(eva)
    for what in ("departure", "transfer", "return", "role-administrator"):
        refused("oneself", undo, other, eva.person, what=what, day=day)
    undo(admin, eva.person, what="departure", day=day)
    assert eva.employments.get().ends_on is None
    assert eva.roles.get(role=Role.ADMINISTRATOR).ends_on == day
    assert eva.roles.get(role=Role.AUTHOR).ends_on is None
    assert eva.departments.get().ends_on is None
