"""Every kind of object has one rule of who may know of it, asked by one function; strangers see nothing of Ana's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model, Q
from django.urls import reverse
from wagtail.models import Page

from ideas.actions.submit import submit
from ideas.models import Idea
from portal.audit.models import Entry
from portal.digest import APPS
from portal.duties.models import Duty, Requirement
from portal.evidence.models import Evidence
from portal.home.library import content_key
from portal.people.access import Capability, require, viewer_of, visible
from portal.people.days import today
from portal.people.models import Delegation, Department, DepartmentMembership, ReportingLine, User
from portal.seams.registry import registry
from tests.journeys.prepared import opens_exam, passes_drill, reads_every_lesson

INTERNAL: Mapping[str, str] = {
    "evidence.PersonAlias": "joins the ids of somebody known twice; read by whoever resolves a person",
    "signin.Limit": "counts of guesses by digest, read by the door alone",
    "search.Word": "words to correct spelling by, never shown by themselves",
    "evidence.IdempotencyKey": "names under which facts were recorded, read by nobody but the recorder",
    "evidence.Place": "the order in which facts leave the house; who may take them away is asked there",
    "jobs.SignOfLife": "when the background last did its round; says nothing of anybody, and the health page shows it to all",
}
"""Kinds that no person is ever shown, each with the reason."""
CAST = ("ana", "bruno", "carla", "davi", "eva", "fabio", "zeca")
SECRET = "a-reason-nobody-else-reads"


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.partition(".")[0] in APPS]


def test_every_kind_has_a_rule_or_a_reason_to_have_none():
    bare = [
        model._meta.label
        for model in ours()
        if not any(kind in registry.visible for kind in model.__mro__) and model._meta.label not in INTERNAL
    ]
    assert not bare, f"register who may see it in its app (registry.add_visible): {bare}"
    assert INTERNAL.keys() <= {model._meta.label for model in ours()}, "gone, but still among the internal ones"


def test_a_kind_nobody_thought_about_is_shown_to_nobody(ana):
    from django.contrib.sessions.models import Session

    with pytest.raises(LookupError, match="Session"):
        visible(Session.objects.all(), viewer_of(ana))


def _owner(model: type[Model], ana: User) -> Q | None:
    """Rows of a kind that are Ana's: by the first way that leads from the kind to a person."""
    if model is User:
        return Q(pk=ana.pk)
    for path in ("user", "author", "owner", "enrolment__user", "workspace__owner"):
        try:
            model._default_manager.filter(**{path: ana.pk}).exists()
        except Exception:
            continue
        return Q(**{path: ana.pk})
    names = {field.name for field in model._meta.get_fields()}
    for name in ("person", "subject"):
        if name in names and model._meta.get_field(name).get_internal_type() == "UUIDField":
            return Q(**{name: ana.person})
    return None


@pytest.fixture
def busy(starter: Mapping[str, User]) -> Mapping[str, User]:
    """Ana with everything of hers: lessons, an exam, a drill passed, an idea hidden by moderation, acts on her account."""
    ana = starter["ana"]
    reads_every_lesson(ana)
    passes_drill(ana)
    opens_exam(ana)
    hidden = submit(
        viewer_of(ana), key=uuid4(), title="Só minha", problem="O aviso confunde.", proposal="Outro.", departments=[]
    )
    Idea.objects.filter(pk=hidden.pk).update(is_hidden=True)
    Entry.objects.create(act="signin.password_changed", actor=ana.person, subject=ana.person, reason=SECRET)
    return starter


OPEN_TO_ALL = {Idea}
"""Of these a stranger may see what is Ana's, since she put it before everyone."""


@pytest.mark.parametrize("who", CAST)
def test_of_every_kind_each_sees_of_anas_what_is_theirs_to_see(who, busy):
    ana, viewer = busy["ana"], viewer_of(busy[who])
    seen: dict[str, int] = {}
    for model in ours():
        owned = _owner(model, ana)
        if owned is None or not any(kind in registry.visible for kind in model.__mro__):
            continue
        rows = model._default_manager.filter(owned)
        seen[model._meta.label] = visible(rows, viewer).count()
        if who == "ana":
            assert seen[model._meta.label] == rows.count() or model._meta.label in NOT_EVEN_ONES_OWN, model
    if who == "zeca":
        public = {kind._meta.label for kind in OPEN_TO_ALL}
        assert not {label: n for label, n in seen.items() if n and label not in public}
    if who in {"carla", "eva"}:
        assert seen["evidence.Evidence"] == seen["duties.Duty"] == seen["courses.ExamAttempt"] == 0
    if who in {"bruno", "davi"}:
        assert seen["evidence.Evidence"] and seen["duties.Duty"]
        assert not seen["courses.ExamAttempt"] and not seen["sandbox.Workspace"] and not seen["ideas.Vote"]
    if who == "fabio":
        assert seen["people.User"] and not seen["evidence.Evidence"] and not seen["duties.Duty"]
    audit = visible(Entry.objects.filter(reason=SECRET), viewer).count()
    assert audit == (who in {"ana", "davi"})
    hidden = visible(Idea.objects.filter(author=ana, is_hidden=True), viewer).count()
    assert hidden == (who in {"ana", "carla"})


NOT_EVEN_ONES_OWN = {"signin.Invitation"}
"""Kinds that speak of a person and are for others alone."""


def test_the_question_bank_and_the_drafts_are_for_who_writes(busy):
    Question = apps.get_model("courses", "Question")
    for who in CAST:
        viewer, writes = viewer_of(busy[who]), who in {"carla", "eva", "fabio"}
        assert visible(Question.objects.all(), viewer).exists() == writes, who
        assert visible(Page.objects.all(), viewer).exists() == writes, who
        page = apps.get_model("courses", "CoursePage")
        assert visible(page.objects.all(), viewer).exists() == (who in {"eva", "fabio"}), who


def test_a_rule_is_shown_to_whom_it_asks_and_to_who_answers_for_rules(busy):
    asked = Requirement.objects.filter(duties__user=busy["ana"]).distinct()
    assert set(visible(asked, viewer_of(busy["ana"]))) == set(asked)
    far = Requirement.objects.exclude(duties__user=busy["zeca"])
    assert far.exists()
    assert not visible(far, viewer_of(busy["zeca"])).exists()
    assert set(visible(Requirement.objects.all(), viewer_of(busy["davi"]))) == set(Requirement.objects.all())


def test_background_work_is_for_administrators(busy):
    from portal.jobs.queue import enqueue

    enqueue("duties.open", args={"requirement": 1})
    Job = apps.get_model("jobs", "Job")
    assert [who for who in CAST if visible(Job.objects.all(), viewer_of(busy[who])).exists()] == ["fabio"]


# -- A transfer ---------------------------------------------------------------------------------------------------------


def _transfer(user: User, *, manager: User, department: str, day: date) -> None:
    """From `day` on, another manager and another department; dated rows, as a transfer writes them."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all deferred")
    for rows in (ReportingLine.objects.filter(user=user), DepartmentMembership.objects.filter(user=user)):
        rows.filter(ends_on=None).update(ends_on=day)
    ReportingLine.objects.create(user=user, manager=manager, starts_on=day)
    DepartmentMembership.objects.create(user=user, department=Department.objects.get(key=department), starts_on=day)


@pytest.fixture
def moved(busy: Mapping[str, User]) -> Mapping[str, User]:
    Delegation.objects.all().delete()
    _transfer(busy["ana"], manager=busy["olivia"], department="marketing", day=today())
    return busy


def _why(ana: User) -> str:
    return reverse("why", args=[ana.person, "course", content_key("course", "renewals")])


def test_after_a_transfer_todays_manager_sees_her_and_yesterdays_does_not(moved, client_of):
    ana, bruno, olivia = moved["ana"], client_of(moved["bruno"]), client_of(moved["olivia"])
    assert ana.name not in bruno.get(reverse("team")).content.decode()
    assert ana.name in olivia.get(reverse("team")).content.decode()
    assert bruno.get(_why(ana)).status_code == 404
    assert olivia.get(_why(ana)).status_code == 200
    for model in (Evidence, Duty, apps.get_model("courses", "Certificate"), User):
        owned = _owner(model, ana)
        rows = model._default_manager.filter(owned)
        assert visible(rows, viewer_of(moved["olivia"])).count() == rows.count(), model
        assert not visible(rows, viewer_of(moved["bruno"])).exists(), model
    director = viewer_of(moved["helena"])
    assert ana.pk in director.line, "who leads both leads her still"


def test_a_transfer_changes_the_counts_of_both(busy, client_of):
    from portal.duties.queries import team_matrix, team_tally

    bruno, olivia = busy["bruno"], busy["olivia"]
    before = {who.pk: (team_matrix(viewer_of(who)).people, _total(who)) for who in (bruno, olivia)}
    owed = Duty.objects.filter(user=busy["ana"], closed_at=None).count()
    _transfer(busy["ana"], manager=olivia, department="marketing", day=today())
    after = {who.pk: (team_matrix(viewer_of(who)).people, _total(who)) for who in (bruno, olivia)}
    assert after[bruno.pk] == (before[bruno.pk][0] - 1, before[bruno.pk][1] - owed)
    assert after[olivia.pk] == (before[olivia.pk][0] + 1, before[olivia.pk][1] + owed)
    assert sum(tally.count for tally in team_tally(viewer_of(bruno))) == after[bruno.pk][1]


def _total(who: User) -> int:
    from portal.duties.queries import team_tally

    return sum(tally.count for tally in team_tally(viewer_of(who)))


def test_who_stands_in_sees_the_line_of_today_too(moved, client_of):
    zeca, ana = moved["zeca"], moved["ana"]
    assert client_of(zeca).get(_why(ana)).status_code == 404
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=3)}
    lent = Delegation.objects.create(user=moved["bruno"], delegate=zeca, **days)
    assert client_of(zeca).get(_why(ana)).status_code == 404, "she left the line that was lent"
    assert client_of(zeca).get(reverse("team")).status_code == 200
    Delegation.objects.filter(pk=lent.pk).delete()
    Delegation.objects.create(user=moved["olivia"], delegate=zeca, **days)
    assert client_of(zeca).get(_why(ana)).status_code == 200
    assert ana.name in client_of(zeca).get(reverse("team")).content.decode()


def test_a_transfer_ahead_changes_nothing_today(busy, client_of):
    ana = busy["ana"]
    _transfer(ana, manager=busy["olivia"], department="marketing", day=today() + timedelta(days=1))
    assert client_of(busy["bruno"]).get(_why(ana)).status_code == 200
    assert client_of(busy["olivia"]).get(_why(ana)).status_code == 404


def test_require_and_visible_are_one_door(moved):
    from django.http import Http404

    zeca = viewer_of(moved["zeca"])
    with pytest.raises(Http404):
        require(zeca, Capability.LEARN, visible(Duty.objects.all(), zeca), user=moved["ana"])
