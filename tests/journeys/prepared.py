"""People brought to where a walk begins, by the same actions that pages call."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation

from courses.actions.enrol import enrol
from courses.actions.finish_lesson import finish_lesson
from courses.actions.save_exam_answer import Given
from courses.actions.start_exam import start_exam
from courses.actions.submit_exam import submit_exam
from courses.models import ExamAttempt, QuestionVersion
from courses.rules.kinds.choice import right_options
from playbooks.actions.acknowledge import acknowledge
from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import store
from sandbox.actions.advance import advance
from sandbox.actions.check_work import check_work
from sandbox.actions.issue import issue
from sandbox.actions.start_drill import start_drill
from sandbox.drills.brief import commands_of, run
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import brief_of, setup_of
from tests.journeys.known import COURSE, DRILL, PLAYBOOK, Case, lessons, release_of


def reads_every_lesson(user: User, *, but: int = 0) -> None:
    """Enrolled, and all lessons finished but the last so many."""
    viewer, slug = viewer_of(user), release_of("course", COURSE).slug
    enrol(viewer, slug)
    found = lessons("pt-br")
    for lesson in found[: len(found) - but]:
        finish_lesson(viewer, slug, lesson.part_id)


def opens_drill(user: User) -> DrillAttempt:
    return start_drill(viewer_of(user), slug=release_of("drill", DRILL).slug)


def passes_drill(user: User) -> DrillAttempt:
    """Told, scheduled for payday, waited, checked."""
    viewer, attempt, case = viewer_of(user), opens_drill(user), Case(user)
    workspace, roles = attempt.workspace_id, case.setup.roles
    pay_day = case.day("pay_day").isoformat()
    told = {
        "customer": roles["customer"],
        "template": "payment_declined",
        "channel": "email",
        "invoice": roles["invoice"],
        "fields": {"amount": int(case.setup.facts["amount"]), "retry_on": pay_day},
    }
    issue(viewer, workspace, name="send_message", fields=told, key=uuid4().hex)
    booked = {"invoice": roles["invoice"], "at": f"{pay_day}T10:00"}
    issue(viewer, workspace, name="schedule_retry", fields=booked, key=uuid4().hex)
    advance(viewer, workspace, key=uuid4().hex, to=case.day("pay_day") + timedelta(days=1))
    passed = check_work(viewer, workspace)
    assert passed.passed_at is not None
    return passed


def opens_exam(user: User) -> ExamAttempt:
    return start_exam(viewer_of(user), release_of("course", COURSE).slug)


def sits_exam(user: User, *, right: bool = True) -> ExamAttempt:
    """The open exam, or a new one, answered all right or all wrong, and handed in."""
    attempt = ExamAttempt.objects.filter(enrolment__user=user, submitted_at=None).first() or opens_exam(user)
    given = {}
    for item in attempt.questions:
        content = QuestionVersion.objects.get(key=item["question"], number=item["version"]).content
        chosen = right_options(content) if right else set(item["order"]) - right_options(content)
        given[UUID(item["question"])] = Given(lambda _, chosen=chosen: sorted(chosen), seq=0)
    return submit_exam(viewer_of(user), attempt.pk, given)


def waits_for_another_exam(user: User) -> None:
    """As if the last attempt had been yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    ExamAttempt.objects.filter(enrolment__user=user).update(opened_at=yesterday, submitted_at=yesterday)


def acknowledges(user: User) -> None:
    acknowledge(viewer_of(user), release=release_of("playbook", PLAYBOOK).pk)


@transaction.atomic
def does_everything(user: User) -> None:
    """Course with certificate, drill passed, playbook acknowledged."""
    with translation.override("pt-br"):
        reads_every_lesson(user)
        passes_drill(user)
        assert sits_exam(user).passed
        acknowledges(user)


@transaction.atomic
def goes_a_way(user: User, drill: UUID, *, wrong: str = "") -> DrillAttempt:
    """A drill begun and worked by its first reference, or by one of its wrong ways, but not yet checked."""
    viewer = viewer_of(user)
    attempt = start_drill(viewer, slug=release_of("drill", drill).slug)
    assert attempt.workspace is not None
    brief, setup = brief_of(attempt.release), setup_of(attempt.release, attempt.workspace.seed)
    steps = next(one.steps for one in brief.wrong if one.id == wrong) if wrong else brief.references[0].steps
    commands = commands_of(steps, {**setup.facts, **setup.roles}, zone=setup.zone, actor="trainee")
    opened = store.open(attempt.workspace.pk, viewer)
    world, events = run(commands, opened.world)
    store.append(opened, events, world)
    return attempt
