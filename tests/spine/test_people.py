"""Memberships are dated, the line is of today, and the door shuts on strangers."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from portal.people.access import Capability, require, viewer_of
from portal.people.models import (
    Delegation,
    Department,
    DepartmentMembership,
    DepartmentPlace,
    ReportingLine,
    Role,
    RoleMembership,
    User,
)
from portal.people.organisation import department_subtree, reporting_line
from portal.people.queries import visible

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def somebody(name: str) -> User:
    return User.objects.create_user(f"{name}-{uuid4().hex[:6]}@vigente.example", None, name=name)


def test_two_departments_on_one_day_are_refused_by_the_database():
    user, department = somebody("n"), Department.objects.create(key="t-d", name_pt_br="d", name_en="d")
    DepartmentMembership.objects.create(user=user, department=department, starts_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        DepartmentMembership.objects.create(user=user, department=department, starts_on=date(2026, 6, 1))


def test_leaving_and_arriving_on_the_same_day_is_no_overlap():
    user, department = somebody("n"), Department.objects.create(key="t-d", name_pt_br="d", name_en="d")
    day = date(2026, 6, 1)
    DepartmentMembership.objects.create(user=user, department=department, starts_on=date(2026, 1, 1), ends_on=day)
    DepartmentMembership.objects.create(user=user, department=department, starts_on=day)


def test_the_line_reaches_every_depth_and_speaks_of_the_day():
    top, middle, low = somebody("top"), somebody("middle"), somebody("low")
    ReportingLine.objects.create(user=middle, manager=top, starts_on=date(2026, 1, 1))
    ReportingLine.objects.create(user=low, manager=middle, starts_on=date(2026, 6, 1))
    assert reporting_line(top.pk, on=date(2026, 3, 1)) == {middle.pk}
    assert reporting_line(top.pk, on=date(2026, 7, 1)) == {middle.pk, low.pk}
    assert reporting_line(low.pk, on=date(2026, 7, 1)) == set()


def _now() -> None:
    """What is checked at commit, checked now."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_loop_in_the_line_is_refused_by_the_database_at_any_depth():
    one, two, three = somebody("one"), somebody("two"), somebody("three")
    ReportingLine.objects.create(user=one, manager=two, starts_on=date(2026, 1, 1))
    ReportingLine.objects.create(user=two, manager=three, starts_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="answer to themselves"), transaction.atomic():
        ReportingLine.objects.create(user=three, manager=one, starts_on=date(2026, 6, 1))
        _now()


def test_a_loop_that_no_one_day_has_is_none():
    """One led two until May; from June two leads one."""
    one, two = somebody("one"), somebody("two")
    june = date(2026, 6, 1)
    ReportingLine.objects.create(user=two, manager=one, starts_on=date(2026, 1, 1), ends_on=june)
    ReportingLine.objects.create(user=one, manager=two, starts_on=june)
    _now()
    assert reporting_line(two.pk, on=june) == {one.pk}


def test_two_people_may_change_places_in_one_transaction():
    one, two = somebody("one"), somebody("two")
    row = ReportingLine.objects.create(user=two, manager=one, starts_on=date(2026, 1, 1))
    with transaction.atomic():
        ReportingLine.objects.create(user=one, manager=two, starts_on=date(2026, 6, 1))
        ReportingLine.objects.filter(pk=row.pk).update(ends_on=date(2026, 6, 1))
        _now()


def test_a_department_never_stands_under_itself():
    top = Department.objects.create(key="t-a", name_pt_br="a", name_en="a")
    low = Department.objects.create(key="t-b", name_pt_br="b", name_en="b")
    DepartmentPlace.objects.create(department=low, parent=top, starts_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError, match="stand under itself"), transaction.atomic():
        DepartmentPlace.objects.create(department=top, parent=low, starts_on=date(2026, 2, 1))
        _now()


def test_who_stands_in_leads_the_line_for_those_days_and_never_the_person_away():
    away, deputy, member = somebody("away"), somebody("deputy"), somebody("member")
    ReportingLine.objects.create(user=member, manager=away, starts_on=date(2026, 1, 1))
    Delegation.objects.create(user=away, delegate=deputy, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 15))
    assert reporting_line(deputy.pk, on=date(2026, 6, 30)) == set()
    assert reporting_line(deputy.pk, on=date(2026, 7, 14)) == {member.pk}
    assert reporting_line(deputy.pk, on=date(2026, 7, 15)) == set()


def test_the_subtree_of_a_department_holds_itself_and_all_below():
    top = Department.objects.create(key="t-a", name_pt_br="a", name_en="a")
    low = Department.objects.create(key="t-b", name_pt_br="b", name_en="b")
    lowest = Department.objects.create(key="t-c", name_pt_br="c", name_en="c")
    DepartmentPlace.objects.create(department=low, parent=top, starts_on=date(2020, 1, 1))
    DepartmentPlace.objects.create(department=lowest, parent=low, starts_on=date(2026, 5, 1))
    assert department_subtree(top.pk) == {top.pk, low.pk, lowest.pk}
    assert department_subtree(top.pk, on=date(2026, 4, 30)) == {top.pk, low.pk}


def test_a_role_gives_its_capability_from_its_day_to_its_last():
    user = somebody("eva")
    RoleMembership.objects.create(
        user=user, role=Role.AUTHOR, starts_on=TODAY() - timedelta(days=9), ends_on=TODAY() + timedelta(days=1)
    )
    assert viewer_of(user).can(Capability.WRITE)
    RoleMembership.objects.update(ends_on=TODAY())
    assert not viewer_of(user).can(Capability.WRITE)


def test_whom_one_does_not_lead_one_does_not_see():
    lead, member, stranger = somebody("bruno"), somebody("ana"), somebody("zeca")
    ReportingLine.objects.create(user=member, manager=lead, starts_on=TODAY())
    seen = visible(User.objects.all(), viewer_of(lead))
    assert {user.pk for user in seen} == {lead.pk, member.pk}
    with pytest.raises(Http404):
        require(viewer_of(stranger), Capability.LEARN, visible(User.objects.all(), viewer_of(stranger)), pk=member.pk)
    with pytest.raises(Http404):
        require(viewer_of(stranger), Capability.LEAD)


def test_a_language_chosen_at_the_door_comes_in_with_the_person(client):
    user = User.objects.create_user("door@vigente.example", "a-long-enough-password", name="Door", language="pt-br")
    client.post("/me/language/", {"language": "en", "next": "/accounts/login/"})
    client.post("/accounts/login/", {"login": user.email, "password": "a-long-enough-password"})
    user.refresh_from_db()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.language == "en"


def test_a_person_who_chose_nothing_at_the_door_keeps_their_language(client):
    user = User.objects.create_user("door@vigente.example", "a-long-enough-password", name="Door", language="en")
    client.post("/accounts/login/", {"login": user.email, "password": "a-long-enough-password"})
    user.refresh_from_db()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.language == "en"


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/x/"])
def test_nobody_changes_who_they_are_at_the_door(client, path):
    client.force_login(somebody("zeca"))
    assert client.get(path).status_code == 404
    assert client.post(path, {"action_add": "", "email": "other@vigente.example"}).status_code == 404


@pytest.mark.parametrize(
    "target", ["foo", "foo@localhost", "//elsewhere.example/", "https://elsewhere.example/", "\\x"]
)
@pytest.mark.parametrize(("path", "field"), [("/me/language/", "language"), ("/me/theme/", "theme")])
def test_a_switch_leads_nowhere_but_here(client, path, field, target):
    answer = client.post(path, {field: "en", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_page_number_longer_than_any_team_is_the_first_page(client):
    lead, member = somebody("bruno"), somebody("ana")
    ReportingLine.objects.create(user=member, manager=lead, starts_on=TODAY())
    client.force_login(lead)
    assert client.get("/team/", {"page": "9" * 5000}).status_code == 200
