"""Every way by which a rule comes to speak of somebody, or ceases to, taken through the act that people do."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction

from portal.duties.actions.discard_draft import discard_draft
from portal.duties.actions.draft_rule import draft_rule
from portal.duties.actions.end_exemption import end_exemption
from portal.duties.actions.end_rule import end_rule
from portal.duties.actions.exempt import exempt
from portal.duties.actions.extend import extend
from portal.duties.actions.redraft import redraft
from portal.duties.actions.switch_on import switch_on
from portal.duties.drafts import ClauseDraft, TermsDraft
from portal.duties.models import Duty, Requirement
from portal.duties.tasks import go_over
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import Viewer, viewer_of
from portal.people.actions.change import change
from portal.people.actions.give_role import give_role
from portal.people.actions.leave import leave
from portal.people.actions.move_department import move_department
from portal.people.actions.take_role import take_role
from portal.people.days import home, today
from portal.people.models import DepartmentPlace, Role, User
from portal.refusal import Refusal
from tests.duties.conftest import departments, differences, read, release, rule, someone, work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(fabio: User) -> Viewer:
    return viewer_of(fabio)


def owes(user: User, requirement: Requirement) -> bool:
    return Duty.objects.filter(user=user, requirement=requirement, is_newest=True).exists()


def terms(**changed: Any) -> TermsDraft:
    said = {"due_from": "assignment", "due_days": 5, "applies_from": today(), "reason": "r", "clauses": [ClauseDraft()]}
    return TermsDraft(**{**said, **changed})


def refused(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as why, transaction.atomic():
        act(*given, **named)
    return why.value.code


def test_a_role_that_is_given_and_taken_back(note, admin):
    user = someone(departments()[0], days=9)
    asked = rule(note, {"role": "author"})
    give_role(admin, user.person, role=Role.AUTHOR, day=today())
    assert owes(user, asked)
    take_role(admin, user.person, role=Role.AUTHOR, day=today())
    assert not owes(user, asked)


def test_a_title_that_is_changed(note, admin):
    user = someone(departments()[0], days=9)
    asked = rule(note, {"title": "Analista"})
    change(admin, user.person, title="analista")
    assert owes(user, asked)
    change(admin, user.person, title="Chefe")
    assert not owes(user, asked)


def test_a_department_that_is_moved_below_another_and_away(note, admin):
    top, _under, apart = departments()
    users = [someone(apart, days=9) for _one in range(3)]
    asked = rule(note, {"department": top})
    move_department(admin, apart.key, parent=top, day=today())
    perform_people()
    assert all(owes(user, asked) for user in users), "many leave as a job"
    DepartmentPlace.objects.filter(department=apart).delete()
    work()
    assert not any(owes(user, asked) for user in users)


def test_who_leaves_owes_nothing_and_keeps_what_they_did(note, admin):
    user = someone(departments()[0], days=9)
    asked = rule(note, {"user": user})
    work()
    assert owes(user, asked)
    leave(admin, user.person, last_day=today() - DAY)
    (duty,) = Duty.objects.filter(user=user)
    assert duty.closed_because == "left"


def test_a_major_release_asks_again_and_a_minor_one_does_not(note, clock):
    user = someone(departments()[0], days=9)
    release(note, 1)
    rule(note, {"user": user}, days_ago=5)
    work()
    read(user, note)
    clock.shift(DAY)
    release(note, 2, "minor")
    work()
    assert Duty.objects.get(user=user).met_at is not None
    release(note, 3)
    clock.shift(timedelta(minutes=1))
    work()
    assert Duty.objects.get(user=user, is_newest=True).opened_because == "release"


def test_a_rule_that_begins_and_one_that_ends_on_a_later_day_wait_for_it(note, admin, clock):
    user = someone(departments()[0], days=9)
    asked = drafted(note, admin, user, applies_from=today() + 2 * DAY)
    end_rule(admin, asked, on=today() + 4 * DAY, reason="r")
    work()
    assert not owes(user, asked)
    clock.shift(2 * DAY)
    work()
    assert owes(user, asked)
    clock.shift(2 * DAY)
    work()
    assert not owes(user, asked)
    assert Duty.objects.get(user=user).closed_because == "rule_ended"
    assert differences() == []


def test_the_daily_round_brings_in_line_what_went_astray(note):
    user = someone(departments()[0], days=9)
    asked = rule(note, {"user": user})
    work()
    astray = datetime.combine(today() + 90 * DAY, time(0), tzinfo=home())
    Duty.objects.filter(user=user).update(due_at=astray, grace_until=astray)
    assert differences() != []
    go_over()
    go_over()
    assert Job.objects.filter(kind="duties.reconcile", args__requirement=asked.pk, done_at=None).count() == 1
    work()
    assert differences() == []


def test_what_may_not_be_said_of_a_rule_is_refused_with_its_reason(note, admin):
    assert refused(draft_rule, admin, kind="note", key=note, terms=terms()) == "duties.nothing_in_force"
    release(note, 1)
    draft = draft_rule(admin, kind="note", key=note, terms=terms(applies_from=today() - DAY))
    assert refused(switch_on, admin, draft) == "duties.in_the_past"
    assert refused(end_rule, admin, draft.requirement, on=today(), reason="r") == "duties.never_on"
    switch_on(admin, redraft(admin, draft, terms()))
    draft.refresh_from_db()
    assert refused(discard_draft, admin, draft) == "duties.switched_on"
    waiting = redraft(admin, draft, terms(due_days=9))
    assert refused(end_rule, admin, draft.requirement, on=today() - DAY, reason="r") == "duties.in_the_past"
    end_rule(admin, draft.requirement, on=today(), reason="r")
    assert refused(switch_on, admin, waiting) == "duties.no_draft", "it went with the rule"
    assert refused(redraft, admin, draft, terms()) == "duties.rule_ended"
    assert refused(end_rule, admin, draft.requirement, on=today(), reason="r") == "duties.rule_ended"


def test_what_may_not_be_granted_is_refused_with_its_reason(note, admin, fabio, carla):
    user = someone(departments()[0], days=9)
    asked = rule(note, {"user": user}, {"user": fabio})
    work()
    mine, theirs = (Duty.objects.get(user=one) for one in (fabio, user))
    later = today() + 60 * DAY
    assert refused(extend, admin, mine, until=later, reason="r") == "duties.oneself"
    assert refused(extend, admin, theirs, until=today(), reason="r") == "duties.not_later"
    given = exempt(admin, asked, user.person, until=None, reason="r")
    assert refused(exempt, admin, asked, user.person, until=None, reason="r") == "duties.exempt_already"
    theirs.refresh_from_db()
    assert refused(extend, admin, theirs, until=later, reason="r") == "duties.not_open"
    end_exemption(admin, given)
    assert refused(end_exemption, admin, given) == "duties.exemption_over"
    own = exempt(viewer_of(carla), asked, fabio.person, until=None, reason="r")
    assert refused(end_exemption, admin, own) == "duties.oneself"


def drafted(key: UUID, by: Viewer, user: User, **changed: Any) -> Requirement:
    release(key, 1)
    draft = draft_rule(by, kind="note", key=key, terms=terms(clauses=[ClauseDraft(user=user)], **changed))
    switch_on(by, draft)
    return draft.requirement


def perform_people() -> None:
    for pk in Job.objects.filter(kind="duties.reconcile_people", done_at=None).values_list("pk", flat=True):
        assert perform(pk)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(datetime.combine(today(), time(10), tzinfo=home()), tick=False) as moved:
        yield moved
