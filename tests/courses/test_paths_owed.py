"""A path is owed like anything else: settled with its steps, renewed by the first that ends, asked again by majors."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.duties.models import Duty, OpenedBecause, Requirement
from portal.duties.open import open_duties, require_of_department
from portal.duties.queries import my_duties, team_matrix
from portal.duties.reconcile import reconcile
from portal.duties.verify import replay_duties
from portal.jobs.models import Job
from portal.people.access import viewer_of
from portal.people.models import Department, User
from portal.people.seed import seed_people
from tests.courses.conftest import Shelf
from tests.courses.test_paths import acknowledged, certified, drilled, path_of, text_of, thing


def owed(release, *, days: int = 30) -> Requirement:
    requirement = require_of_department(
        kind="path", key=release.key, department=Department.objects.get(key="customer-service"), due_days=days
    )
    open_duties(requirement)
    return requirement


def of(user: User, requirement: Requirement) -> Duty:
    return Duty.objects.get(user=user, requirement=requirement, is_newest=True)


def differences() -> list:
    return [one for found in replay_duties() for one in found]


@pytest.fixture
def walk(db, shelf):
    """A path of a course, a playbook and a drill."""
    things = ("course", shelf.course().key), thing("playbook"), thing("drill")
    return path_of(*things), *(key for _kind, key in things)


def test_the_duty_follows_the_last_step_in_its_transaction_and_replays_the_same(walk, ana, bruno):
    release, course, playbook, drill = walk
    requirement = owed(release)
    now = timezone.now()
    certified(ana, course, days=100)
    acknowledged(ana, playbook)
    assert of(ana, requirement).met_at is None
    jobs = Job.objects.count()
    drilled(ana, drill)
    duty = of(ana, requirement)
    assert duty.met_at >= now
    assert timedelta(days=99) < duty.in_force_until - now < timedelta(days=101)
    assert Job.objects.count() == jobs, "nobody waits for a worker"
    assert differences() == []


def test_what_was_done_before_it_was_asked_meets_it_at_once(walk, ana):
    release, course, playbook, drill = walk
    for done, key in ((certified, course), (acknowledged, playbook), (drilled, drill)):
        done(ana, key)
    assert of(ana, owed(release)).met_at is not None
    assert differences() == []


def test_a_major_release_of_a_step_asks_for_the_path_again_and_reading_it_meets_that(walk, ana):
    release, course, playbook, drill = walk
    requirement = owed(release)
    for done, key in ((certified, course), (acknowledged, playbook), (drilled, drill)):
        done(ana, key)
    first = of(ana, requirement)
    thing("playbook", key=playbook, change="major")
    reconcile(requirement.pk)
    again = of(ana, requirement)
    assert (again.cycle, again.opened_because, again.met_at) == (2, OpenedBecause.RELEASE, None)
    first.refresh_from_db()
    assert first.in_force_until == again.opened_at
    assert differences() == []
    acknowledged(ana, playbook, 2)
    assert of(ana, requirement).met_at is not None
    assert differences() == []


@pytest.mark.parametrize(("change", "cycles"), [("minor", 1), ("major", 2)])
def test_a_release_of_the_path_that_asks_for_more_asks_again_only_if_it_is_major(walk, ana, change, cycles):
    release, course, playbook, drill = walk
    requirement = owed(release)
    for done, key in ((certified, course), (acknowledged, playbook), (drilled, drill)):
        done(ana, key)
    more = thing("drill")
    path_of(("course", course), ("playbook", playbook), ("drill", drill), more, key=release.key, change=change)
    reconcile(requirement.pk)
    assert of(ana, requirement).cycle == cycles
    assert (of(ana, requirement).met_at is None) == (change == "major")
    assert differences() == []
    drilled(ana, more[1])
    assert of(ana, requirement).met_at is not None
    assert differences() == []


def test_my_day_the_matrix_and_why_show_it_like_anything_else(walk, ana, bruno, client_of):
    release, _course, _playbook, drill = walk
    owed(release)
    drilled(ana, drill)
    (row,) = my_duties(viewer_of(ana))
    assert (row.title, str(row.kind_label), row.url) == (
        "Trilha pt-br",
        "Trilha de aprendizagem",
        "/courses/paths/trilha/",
    )
    assert (row.done, row.of, row.detail, row.minutes) == (1, 3, "1 de 3 passos", 19)
    matrix = team_matrix(viewer_of(bruno))
    assert [column.title for column in matrix.columns] == ["Trilha pt-br"]
    why = text_of(client_of(bruno).get(reverse("why", args=[ana.person, "path", release.key])))
    assert "Curso “Curso pt-br”: falta fazer" in why
    assert "Playbook “playbook pt-br”: falta fazer" in why
    assert "“drill pt-br”: falta fazer" not in why
    mine = text_of(client_of(ana).get(reverse("courses:path", args=["trilha"])))
    assert "até o fim" in mine or "vence" in mine


def test_why_tells_the_facts_of_its_steps(walk, ana, client_of):
    release, _course, playbook, drill = walk
    owed(release)
    drilled(ana, drill)
    acknowledged(ana, playbook)
    why = text_of(client_of(ana).get(reverse("why", args=[ana.person, "path", release.key])))
    assert "Passou no exercício" in why or "Exercício" in why
    assert "drill pt-br" in why
    assert "playbook pt-br" in why


@pytest.mark.django_db(transaction=True)
def test_two_steps_finished_at_the_same_moment_meet_it():
    cast = seed_people(today=timezone.localdate(), seed=7, cast_only=True)
    ana = cast["ana"]
    course, drill = ("course", Shelf().course().key), thing("drill")
    requirement = owed(path_of(course, drill))

    def other() -> None:
        try:
            drilled(ana, drill[1])
        finally:
            connection.close()

    waiting = threading.Thread(target=other)
    with transaction.atomic():
        certified(ana, course[1])
        waiting.start()
        time.sleep(0.5)
    waiting.join(timeout=20)
    assert of(ana, requirement).met_at is not None
    assert differences() == []
