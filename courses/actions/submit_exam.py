"""Handing in an exam: marked here from what is saved here, once."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from courses.actions.award import award
from courses.actions.save_exam_answer import Given, keep, locked
from courses.models import Enrolment, ExamAttempt
from courses.queries import KIND, contents, visible
from courses.rules.marking import mark
from courses.rules.sitting import ExamRules
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require


@transaction.atomic
def submit_exam(viewer: Viewer, attempt_id: int, given: Mapping[str, Given], *, confirmed: bool = False) -> ExamAttempt:
    """Mark the viewer's attempt; an attempt handed in before is returned as it was marked then.

    `given` are the answers on the page that was sent: they count where they are not older than what is saved. With
    questions unanswered and not `confirmed`, the answers are kept and the attempt stays open.
    """
    require(viewer, Capability.LEARN)
    enrolment = _enrolment(viewer, attempt_id)
    attempt = locked(viewer, attempt_id)
    if attempt.submitted_at is not None or enrolment is None:
        return attempt
    for question in {item["question"] for item in attempt.questions} & set(given):
        keep(attempt, question, given[question])
    if not confirmed and any(not attempt.answers.get(q["question"], {}).get("chosen") for q in attempt.questions):
        attempt.save(update_fields=["answers"])
        return attempt
    asked = [(item["question"], item["version"]) for item in attempt.questions]
    frozen = contents(asked)
    rules = ExamRules.of(enrolment.release.facts)
    pass_mark = rules.pass_mark if rules else 100
    result = mark(
        [(key, frozen[key, version]) for key, version in asked],
        {key: answer["chosen"] for key, answer in attempt.answers.items()},
        pass_mark=pass_mark,
    )
    attempt.submitted_at = timezone.now()
    attempt.score, attempt.passed, attempt.missed = result.score, result.passed, list(result.missed)
    attempt.save()
    record(
        person=viewer.person,
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
        award(enrolment, person=viewer.person)
    return attempt


def _enrolment(viewer: Viewer, attempt_id: int) -> Enrolment | None:
    """The enrolment first, then the attempt: the order in which everyone locks."""
    own = visible(Enrolment.objects.select_for_update(of=("self",)).select_related("release"), viewer)
    return own.filter(attempts=attempt_id).first()
