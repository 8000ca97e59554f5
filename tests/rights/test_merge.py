"""Two accounts of one person become one: what either did counts, and every proof still holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.actions.enrol import enrol
from courses.actions.finish_lesson import finish_lesson
from courses.models import Certificate, Enrolment, ExamAttempt
from ideas.models import Idea, Vote
from portal.duties.actions.extend import extend
from portal.duties.models import Duty, Extension
from portal.duties.reconcile import reconcile_people
from portal.evidence import alias
from portal.evidence.models import PersonAlias
from portal.evidence.why import facts
from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.people.actions.merge import merge
from portal.people.days import day_of, today
from portal.people.models import DepartmentMembership, Employment, User
from portal.people.organisation import holding
from portal.seams.registry import registry
from sandbox.models import DrillAttempt
from tests.journeys.known import COURSE, lessons, release_of
from tests.journeys.prepared import (
    acknowledges,
    does_everything,
    opens_drill,
    passes_drill,
    reads_every_lesson,
    sits_exam,
)
from tests.rights.conftest import asked_by, differences

KEY = content_key("course", "renewals")


@pytest.fixture
def double(starter) -> User:
    """Ana's second account, in use like the first."""
    user = User.objects.create_user("ana.lima@vigente.example", "em-dia-com-a-vigente", name="Ana Lima")
    Employment.objects.create(user=user, starts_on=today())
    return user


def finishes(user: User, which: slice) -> None:
    viewer, slug = viewer_of(user), release_of("course", COURSE).slug
    enrol(viewer, slug)
    for lesson in lessons("pt-br")[which]:
        finish_lesson(viewer, slug, lesson.part_id)


def become_one(starter, double: User) -> User:
    merge(asked_by(starter["fabio"]), kept=starter["ana"].person, gone=double.person)
    return User.objects.get(pk=starter["ana"].pk)


def test_halves_of_a_course_a_drill_and_a_playbook_make_a_whole(starter, double, client_of):
    ana = starter["ana"]
    finishes(ana, slice(0, 3))
    reads_every_lesson(double)
    assert sits_exam(double).passed
    passes_drill(double)
    acknowledges(double)
    assert differences() == []
    assert not Certificate.objects.filter(user__in=[ana, double]).exclude(user=double).exists()
    ana = become_one(starter, double)
    held = Certificate.objects.get(user=ana)
    assert registry.targets["course"].met([ana.person], KEY)[ana.person][-1].in_force_until == held.in_force_until
    assert not Duty.objects.filter(user=ana, met_at=None).exists()
    assert not Duty.objects.filter(user=double).exists()
    client = client_of(ana)
    page = client.get(reverse("courses:course", args=[release_of("course", COURSE).slug])).content.decode()
    assert held.code in page or reverse("courses:certificate", args=[release_of("course", COURSE).slug]) in page
    assert client.get(reverse("courses:certificate", args=[release_of("course", COURSE).slug])).status_code == 200
    assert differences() == []


def test_what_was_missing_in_both_is_complete_together(starter, double):
    ana = starter["ana"]
    finishes(ana, slice(0, 3))
    passes_drill(ana)
    finishes(double, slice(2, 5))
    assert not Certificate.objects.filter(user__in=[ana, double]).exists()
    ana = become_one(starter, double)
    assert Enrolment.objects.get(user=ana).progress.count() == 5
    assert sits_exam(ana).passed
    assert Certificate.objects.filter(user=ana).count() == 1
    assert registry.targets["course"].lacking(ana.person, KEY) == []
    assert differences() == []


def test_exams_of_both_are_numbered_anew_and_a_pass_counts(starter, double):
    ana = starter["ana"]
    reads_every_lesson(ana)
    assert not sits_exam(ana, right=False).passed
    reads_every_lesson(double)
    assert sits_exam(double).passed
    passes_drill(ana)
    ana = become_one(starter, double)
    assert sorted(ExamAttempt.objects.filter(enrolment__user=ana).values_list("number", flat=True)) == [1, 2]
    assert Certificate.objects.filter(user=ana).exists()
    assert differences() == []


def test_two_who_both_did_everything_keep_both_certificates(starter, double):
    does_everything(starter["ana"])
    does_everything(double)
    ana = become_one(starter, double)
    assert sorted(Certificate.objects.filter(user=ana).values_list("cycle", flat=True)) == [1, 2]
    assert sorted(DrillAttempt.objects.filter(user=ana).values_list("number", flat=True)) == [1, 2]
    assert differences() == []


def test_nobody_votes_twice_nor_for_their_own(starter, double):
    from ideas.actions.submit import submit
    from ideas.actions.support import support

    ana, bruno = starter["ana"], starter["bruno"]
    own, others = (
        submit(viewer_of(user), key=uuid4(), title="Uma ideia", problem="p", proposal="q", departments=[])
        for user in (ana, bruno)
    )
    support(viewer_of(double), key=own.key)
    for user in (ana, double):
        support(viewer_of(user), key=others.key)
    ana = become_one(starter, double)
    assert not Vote.objects.filter(idea=own).exists()
    assert [vote.user_id for vote in Vote.objects.filter(idea=others)] == [ana.pk]
    assert Idea.objects.filter(author=ana).count() == 1
    assert differences() == []


def test_the_practice_company_goes_on_in_the_account_that_stays(starter, double, client_of):
    workspace = opens_drill(double).workspace_id
    ana = become_one(starter, double)
    assert client_of(ana).get(reverse("sandbox:collections", args=[workspace])).status_code == 200


def test_why_tells_the_facts_of_both(starter, double):
    finishes(double, slice(0, 1))
    finishes(starter["ana"], slice(1, 2))
    ana = become_one(starter, double)
    told = facts(ana.person, "course", KEY, language="pt-br")
    assert len([fact for fact in told if fact.icon == "book-check"]) == 2


def test_pages_cost_no_query_more_than_before(starter, double, client_of):
    ana = starter["ana"]
    finishes(ana, slice(0, 2))
    finishes(double, slice(2, 4))
    client = client_of(ana)
    addresses = [
        reverse("home"),
        reverse("courses:course", args=[release_of("course", COURSE).slug]),
        reverse("sandbox:index"),
    ]

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    before = asked()
    become_one(starter, double)
    assert asked() == before


@pytest.mark.django_db
def test_chains_stay_flat_and_aliases_are_not_taken_back():
    one, two, three = uuid4(), uuid4(), uuid4()
    alias.merge(two, three)
    alias.merge(one, two)
    alias.merge(one, two)
    assert set(alias.persons(three)) == {one, two, three} and alias.persons(three)[0] == one
    with pytest.raises(ValueError):
        alias.merge(three, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonAlias.objects.all().delete()


def test_of_two_who_owe_the_same_the_longer_time_that_was_given_holds(starter, double):
    ana = starter["ana"]
    DepartmentMembership.objects.create(
        user=double, department=holding(ana.departments.all()).get().department, starts_on=today()
    )
    reconcile_people([ana.pk, double.pk])
    until = today() + timedelta(days=200)
    for user, day in ((double, until - timedelta(days=3)), (double, until), (ana, until - timedelta(days=20))):
        extend(viewer_of(starter["carla"]), owed_by(user, "course"), until=day, reason="Férias")
    extend(viewer_of(starter["carla"]), owed_by(ana, "playbook"), until=until, reason="Férias")
    given = Extension.objects.get(duty__user=double, until=until)
    ana = become_one(starter, double)
    assert day_of(owed_by(ana, "course").due_at) == until
    assert day_of(owed_by(ana, "playbook").due_at) == until
    kept = Extension.objects.get(pk=given.pk)
    assert (kept.duty.user, kept.reason, kept.by, kept.at) == (ana, given.reason, given.by, given.at)
    assert differences() == []


def owed_by(user: User, kind: str) -> Duty:
    return Duty.objects.get(user=user, kind=kind, is_newest=True)
