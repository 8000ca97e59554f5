"""What follows from dated facts: who may sign in, in which groups they stand, and that `verify` would notice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from portal.people.access import GROUPS
from portal.people.align import align, replay_accounts
from portal.people.days import today
from portal.people.models import Employment, RoleMembership, User

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = timedelta(days=-1), timedelta(days=1)


def _holds(user):
    return set(user.groups.values_list("name", flat=True))


def test_who_is_not_employed_today_may_not_sign_in(cast, ana, zeca):
    Employment.objects.filter(user=ana).update(ends_on=today())
    Employment.objects.filter(user=zeca).update(ends_on=today() + TOMORROW)
    align()
    ana.refresh_from_db()
    zeca.refresh_from_db()
    assert (ana.is_active, zeca.is_active) == (False, True)


def test_who_was_let_go_on_the_last_day_is_out_before_it_is_over(cast, ana):
    Employment.objects.filter(user=ana).update(ends_on=today() + TOMORROW, closed_at=timezone.now())
    align([ana])
    ana.refresh_from_db()
    assert not ana.is_active


def test_who_begins_tomorrow_comes_in_tomorrow(cast, ana):
    Employment.objects.filter(user=ana).update(starts_on=today() + TOMORROW)
    align([ana])
    assert not User.objects.get(pk=ana.pk).is_active
    Employment.objects.filter(user=ana).update(starts_on=today())
    align([ana])
    assert User.objects.get(pk=ana.pk).is_active


def test_roles_open_the_groups_of_wagtail_and_close_them(cast, eva, zeca):
    align()
    assert _holds(eva) == {GROUPS["author"]}
    RoleMembership.objects.filter(user=eva).update(ends_on=today())
    RoleMembership.objects.create(user=zeca, role="author", starts_on=today())
    align([eva, zeca])
    assert (_holds(eva), _holds(zeca)) == (set(), {GROUPS["author"]})


def test_other_groups_are_left_alone(cast, eva):
    eva.groups.add(Group.objects.get(name="Editors"))
    align([eva])
    assert "Editors" in _holds(eva)


def test_the_admin_opens_for_who_has_the_role_and_for_nobody_else(cast, eva, zeca, client_of):
    align()
    assert client_of(eva).get("/admin/").status_code == 200
    assert client_of(zeca).get("/admin/").status_code == 404


def test_sessions_of_who_left_end(cast, ana, client_of):
    client = client_of(ana)
    assert client.get("/").status_code == 200
    Employment.objects.filter(user=ana).update(ends_on=today())
    align()
    assert client.get("/").status_code == 302


def test_twice_changes_nothing(cast):
    assert align() > 0
    assert align() == 0


def test_verify_names_an_account_that_is_open_and_should_not_be(cast, ana, eva):
    align()
    assert not [found for found in replay_accounts() if found]
    User.objects.filter(pk=ana.pk).update(is_active=False)
    eva.groups.clear()
    found = [difference for found in replay_accounts() for difference in found]
    assert {(d.what.rpartition(": ")[2], d.stored, d.replayed) for d in found} == {
        ("may sign in", "False", "True"),
        ("groups", "none", GROUPS["author"]),
    }


def test_ten_thousand_people_take_a_few_statements(cast, django_assert_max_num_queries):
    align()
    User.objects.bulk_create(User(email=f"p{n}@vigente.example", name=f"P {n}") for n in range(300))
    with django_assert_max_num_queries(60):
        assert align([*User.objects.values_list("pk", flat=True)]) == 300


def test_the_first_administrator_of_an_installation_stays_in(db: None):
    first = User.objects.create_superuser("first@vigente.example", "x" * 14, name="First")
    align()
    assert User.objects.get(pk=first.pk).is_active
    assert Client().get("/people/").status_code in {302, 404}
