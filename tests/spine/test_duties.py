"""Who owes what follows from memberships; where they stand follows from evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.duties.models import Duty
from portal.duties.open import RECONCILE_PEOPLE, open_duties, people_moved, require_of_department
from portal.duties.queries import my_duties, team_matrix
from portal.duties.queries.team import summary
from portal.duties.reconcile import reconcile_people
from portal.duties.rules import DutyStatus, Instants, due_at, status
from portal.duties.tasks import catch_up
from portal.evidence.models import Evidence
from portal.evidence.record import record
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.people.actions.come_back import come_back
from portal.people.actions.leave import leave
from portal.people.actions.register import register
from portal.people.actions.transfer import transfer
from portal.people.days import today
from portal.people.models import Department, DepartmentMembership, DepartmentPlace, ReportingLine, User
from portal.releases.freeze import freeze
from portal.seams.contracts import Draft, Met, PartDraft, Progress
from portal.seams.registry import registry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def instants(due: int, met: int | None = None, until: int | None = None) -> Instants:
    day = lambda days: None if days is None else NOW + timedelta(days=days)  # noqa: E731
    return Instants(day(due), day(met), day(until))


@pytest.mark.parametrize(
    ("stored", "means"),
    [
        (instants(3), DutyStatus.DUE),
        (instants(-1), DutyStatus.OVERDUE),
        (instants(-1, met=-2), DutyStatus.IN_FORCE),
        (instants(-1, met=-2, until=31), DutyStatus.IN_FORCE),
        (instants(-1, met=-2, until=30), DutyStatus.LAPSING),
        (instants(-1, met=-2, until=0), DutyStatus.LAPSED),
    ],
)
def test_a_status_is_what_its_instants_mean_now(stored, means):
    assert status(stored, now=NOW) == means


def test_due_is_the_last_instant_of_the_day_in_the_organisations_zone():
    zone = ZoneInfo("America/Sao_Paulo")
    assert due_at(opened_on=NOW.date(), days=7, zone=zone) == datetime(2026, 11, 29, 23, 59, 59, tzinfo=zone)


class NoteTarget:
    kind, label, icon, verbs = "note", "Note", "book-open", frozenset({"lesson.finished"})

    def url(self, slug):
        return f"/notes/{slug}/"

    def progress(self, keys, viewer):
        return {key: Progress(1, 2, "half") for key in keys}

    def met(self, people, key):
        rows = Evidence.objects.filter(person__in=people, kind="note", key=key, verb="lesson.finished")
        return {row.person: [Met(row.occurred_at, None, [row.id])] for row in rows.order_by("-occurred_at")}

    def lacking(self, person, key):
        return [] if self.met([person], key) else ["the note is not read"]


@pytest.fixture
def target(monkeypatch):
    monkeypatch.setitem(registry.targets, "note", NoteTarget())


def person(name: str, department: Department, *, days: int = 30, manager: User | None = None) -> User:
    user = User.objects.create_user(f"{name.lower()}-{uuid4().hex[:6]}@vigente.example", None, name=name)
    since = timezone.localdate() - timedelta(days=days)
    DepartmentMembership.objects.create(user=user, department=department, starts_on=since)
    if manager is not None:
        ReportingLine.objects.create(user=user, manager=manager, starts_on=since)
    return user


@pytest.fixture
def house(db, target):
    top = Department.objects.create(key="t-top", name_pt_br="Empresa", name_en="Company")
    under = Department.objects.create(key="t-under", name_pt_br="Equipe", name_en="Team")
    DepartmentPlace.objects.create(department=under, parent=top, starts_on=date(2020, 1, 1))
    apart = Department.objects.create(key="t-apart", name_pt_br="Outra", name_en="Other")
    lead = person("Lia", top)
    key = uuid4()
    cover = [PartDraft("", "pt-br", 0, "Nota", [], facts={"summary": "s", "minutes": 4})]
    freeze(Draft("note", key, "nota", "pt-br", cover, [1], "major", "first"), released_by=None)
    return {
        "top": top, "lead": lead, "key": key,
        "member": person("Nina", under, manager=lead), "stranger": person("Otto", apart),
    }  # fmt: skip


def test_a_requirement_reaches_the_subtree_and_nobody_else(house):
    requirement = require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5)
    assert open_duties(requirement) == 2
    assert open_duties(requirement) == 0
    assert not Duty.objects.filter(user=house["stranger"]).exists()


def test_who_joins_later_owes_what_the_department_owes(house):
    open_duties(require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5))
    newcomer = person("Nova", house["top"], days=0)
    catch_up()
    catch_up()
    duty = Duty.objects.get(user=newcomer)
    assert timezone.localdate(duty.due_at) == timezone.localdate() + timedelta(days=5)


def test_evidence_settles_the_duty_in_the_same_act(house):
    open_duties(require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5))
    viewer = viewer_of(house["member"])
    assert [row.status.name for row in my_duties(viewer)] == ["due"]
    record(person=house["member"].person, verb="lesson.finished", kind="note", key=house["key"])
    assert [row.status.name for row in my_duties(viewer)] == ["in_force"]
    assert Duty.objects.get(user=house["lead"]).met_at is None


def test_a_transfer_changes_who_is_seen_from_that_day(house):
    open_duties(require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5))
    names = lambda: [line.user.name for line in team_matrix(viewer_of(house["lead"])).lines]  # noqa: E731
    assert names() == ["Nina"]
    ReportingLine.objects.filter(user=house["member"]).update(ends_on=timezone.localdate())
    assert viewer_of(house["lead"]).line == set()
    assert names() == []


def test_the_matrix_asks_as_many_questions_for_forty_people_as_for_one(house, django_assert_num_queries):
    requirement = require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5)
    for number in range(40):
        person(f"P{number:02}", house["top"], manager=house["lead"])
    open_duties(requirement)
    viewer = viewer_of(house["lead"])
    with django_assert_num_queries(7):
        matrix = team_matrix(viewer)
    assert len(matrix.lines) == 41


@settings(deadline=None)  # each example is a round trip to a real database
@given(
    rows=st.lists(
        st.tuples(
            st.integers(-40, 40),
            st.none() | st.tuples(st.integers(-90, 0), st.none() | st.integers(-60, 90)),
        ),
        max_size=12,
    )
)
@pytest.mark.django_db(transaction=False)
def test_the_counts_of_the_database_are_the_rules_counts(rows):
    """`summary` counts in SQL what `rules.status` says in Python: they may never part."""
    from django.db import transaction

    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        top = Department.objects.create(key=uuid4().hex, name_pt_br="x", name_en="x")
        requirement = require_of_department(kind="note", key=uuid4(), department=top, due_days=1)
        now = timezone.now()
        expected = {state.value: 0 for state in DutyStatus}
        for due, met in rows:
            stored = Instants(
                now + timedelta(days=due),
                now + timedelta(days=met[0]) if met else None,
                now + timedelta(days=met[1]) if met and met[1] is not None else None,
            )
            user = User.objects.create(email=f"{uuid4().hex}@vigente.example", name="x")
            Duty.objects.create(
                requirement=requirement, user=user, kind="note", key=requirement.key, opened_at=now,
                terms=requirement.terms.get(), due_at=stored.due_at, grace_until=stored.due_at, met_at=stored.met_at, in_force_until=stored.in_force_until,
            )  # fmt: skip
            expected[status(stored, now=now).value] += 1
        owed = Duty.objects.filter(requirement=requirement)
        assert {tally.face.name: tally.count for tally in summary(owed, now=now)} == expected
        raise Undo


def test_why_names_what_is_missing_until_nothing_is(house, client):
    open_duties(require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5))
    client.force_login(house["member"])
    address = f"/why/{house['member'].person}/note/{house['key']}/"
    page = client.get(address).content.decode()
    assert "the note is not read" in page
    told = " ".join(strip_tags(page).split())
    assert "Todos de Empresa e dos departamentos abaixo" in told and " + 5 dias" in told
    record(person=house["member"].person, verb="lesson.finished", kind="note", key=house["key"], part="x")
    assert "the note is not read" not in client.get(address).content.decode()


# -- Who joins, comes back or moves -----------------------------------------------------------------------------------


@pytest.fixture
def asked(house):
    """The top asks for the note; nobody's duties are opened yet but who is there."""
    open_duties(require_of_department(kind="note", key=house["key"], department=house["top"], due_days=5))
    Job.objects.all().delete()
    return house


def test_who_is_registered_owes_at_once_what_the_department_owes(asked, fabio, client_of):
    made = register(
        viewer_of(fabio), name="Nova", email="nova@vigente.example", department=asked["top"], manager=None,
        hired_on=today(),
    )  # fmt: skip
    assert [row.status.name for row in my_duties(viewer_of(made))] == ["due"]
    assert "nota" in client_of(made).get("/").content.decode().lower()


def test_who_is_transferred_today_owes_at_once_and_who_is_tomorrow_not_yet(asked, fabio):
    one, other = register_in(fabio, asked, "um"), register_in(fabio, asked, "dois")
    transfer(viewer_of(fabio), one.person, day=today(), department=asked["top"], manager=None)
    transfer(viewer_of(fabio), other.person, day=today() + timedelta(days=1), department=asked["top"], manager=None)
    assert set(Duty.objects.filter(user__in=[one, other]).values_list("user", flat=True)) == {one.pk}


def register_in(fabio, house, name):
    apart = Department.objects.get(key="t-apart")
    return register(
        viewer_of(fabio), name=name, email=f"{name}@vigente.example", department=apart, manager=None,
        hired_on=today() - timedelta(days=9),
    )  # fmt: skip


def test_who_comes_back_keeps_what_they_proved(asked, fabio):
    gone = register_in(fabio, asked, "volta")
    record(person=gone.person, verb="lesson.finished", kind="note", key=asked["key"])
    leave(viewer_of(fabio), gone.person, last_day=today() - timedelta(days=3))
    come_back(viewer_of(fabio), gone.person, day=today(), department=asked["top"], manager=None)
    assert Duty.objects.get(user=gone).met_at is not None


def test_the_duties_of_many_leave_as_one_job_and_twice_adds_nothing(asked, django_assert_num_queries):
    many = [person(f"M{number}", asked["top"], days=0) for number in range(20)]
    people_moved([one.pk for one in many])
    job = Job.objects.get(kind=RECONCILE_PEOPLE)
    perform(job.pk)
    assert Duty.objects.filter(user__in=many).count() == 20
    assert reconcile_people(job.args["users"]).opened == 0
    more = [person(f"N{number}", asked["top"], days=0).pk for number in range(40)]
    with django_assert_num_queries(9):
        reconcile_people(more)


def test_until_they_are_opened_nobody_says_that_nothing_is_asked(asked, client_of):
    waiting = person("Espera", asked["top"], days=0, manager=asked["lead"])
    assert "Seu dia está sendo preparado" in client_of(waiting).get("/").content.decode()
    page = client_of(asked["lead"]).get("/team/").content.decode()
    assert "a calcular" in page
    assert "não se aplica" not in page
