"""Handing in an exam: marked here from what is saved here, once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from courses.actions.award import award
from courses.actions.save_exam_answer import Given, keep_all
from courses.models import Enrolment, ExamAttempt, ExamStep
from courses.queries import KIND, contents, latest_steps, visible
from courses.rules.kinds import kind_of
from courses.rules.kinds.kind import Content
from courses.rules.marking import MARKING, mark
from courses.rules.sitting import ExamRules, is_over
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require

Frozen = Mapping[tuple[str, int], Content]
"""Questions as they were frozen, by key and version."""


@transaction.atomic
def submit_exam(
    viewer: Viewer, attempt_id: int, given: Mapping[UUID, Given], *, confirmed: bool = False
) -> ExamAttempt:
    """Mark the viewer's attempt; an attempt handed in before is returned as it was marked then.

    `given` are the answers on the page that was sent: they count where they are not older than what is saved, and come
    before the attempt's time is over. With questions unanswered, not `confirmed` and time left, the answers are kept
    and the attempt stays open.
    """
    require(viewer, Capability.LEARN)
    enrolment = _enrolment(viewer, attempt_id)
    attempt = _locked(viewer, attempt_id)
    if attempt.submitted_at is not None or enrolment is None:
        return attempt
    frozen, standing = what_stands(attempt)
    if not is_over(attempt.closes_at, now=timezone.now()):
        standing = keep_all(attempt, given.items(), frozen=frozen, standing=standing, language=viewer.language)
        if not confirmed and _lacks_answers(frozen, standing):
            return attempt
    return hand_in(enrolment, attempt, frozen, standing, person=viewer.person)


def what_stands(attempt: ExamAttempt) -> tuple[Frozen, Mapping[UUID, ExamStep]]:
    """The questions of an attempt as they were frozen, and the answers saved to them; two queries."""
    return contents((item["question"], item["version"]) for item in attempt.questions), latest_steps(attempt)


def hand_in(
    enrolment: Enrolment, attempt: ExamAttempt, frozen: Frozen, standing: Mapping[UUID, ExamStep], *, person: UUID
) -> ExamAttempt:
    """Mark an open attempt from what is saved of it; the caller has locked the enrolment and then the attempt."""
    rules = ExamRules.of(enrolment.release.facts)
    pass_mark = rules.pass_mark if rules else 100
    asked = [(item["question"], frozen[item["question"], item["version"]]) for item in attempt.questions]
    answers = {str(question): step.chosen for question, step in standing.items()}
    result = mark(asked, answers, pass_mark=pass_mark)
    attempt.submitted_at = timezone.now()
    attempt.score, attempt.passed, attempt.missed = result.score, result.passed, list(result.missed)
    attempt.marking = MARKING
    attempt.save()
    record(
        person=person,
        verb="exam.marked",
        kind=KIND,
        key=enrolment.course_key,
        release=enrolment.release_id,
        result={
            "attempt": attempt.number,
            "score": result.score,
            "pass_mark": pass_mark,
            "passed": result.passed,
            "critical_missed": list(result.critical_missed),
            "missed": list(result.missed),
        },
        occurred_at=attempt.submitted_at,
        once=f"exam.marked:{attempt.pk}",
    )
    if result.passed:
        award(enrolment, person=person)
    return attempt


def _lacks_answers(frozen: Frozen, standing: Mapping[UUID, ExamStep]) -> bool:
    return not all(
        UUID(key) in standing and kind_of(content).is_whole(content, standing[UUID(key)].chosen)
        for (key, _), content in frozen.items()
    )


def _locked(viewer: Viewer, attempt_id: int) -> ExamAttempt:
    """The viewer's own attempt, locked. Raises Http404 for anyone else's."""
    own = visible(ExamAttempt.objects.select_for_update(of=("self",)), viewer)
    attempt = own.filter(pk=attempt_id).first()
    if attempt is None:
        raise Http404
    return attempt


def _enrolment(viewer: Viewer, attempt_id: int) -> Enrolment | None:
    """The enrolment first, then the attempt: the order in which everyone locks."""
    own = visible(Enrolment.objects.select_for_update(of=("self",)).select_related("release"), viewer)
    return own.filter(attempts=attempt_id).first()
