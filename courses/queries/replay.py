"""Replays what people did in courses from evidence: what is stored of it must say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F
from django.utils.dateparse import parse_datetime

from courses.models import Certificate, Enrolment, ExamAttempt, LessonProgress, PracticeAnswer
from portal.evidence.replay import ONE_ACT, Told, compared, facts
from portal.seams.contracts import Difference, Verifier


def enrolments() -> Iterator[Sequence[Difference]]:
    rows = Enrolment.objects.annotate(person=F("user__person")).order_by("person")
    return compared(
        (
            Told(of.person, f"enrolment in course {of.course_key}", of.opened_at, {"release": of.release_id})
            for of in rows.iterator()
        ),
        (
            Told(fact.person, f"enrolment in course {fact.key}", fact.occurred_at, {"release": fact.release})
            for fact in facts("course.enrolled").iterator()
        ),
        within=ONE_ACT,
    )


def lessons() -> Iterator[Sequence[Difference]]:
    rows = LessonProgress.objects.select_related("enrolment").annotate(person=F("enrolment__user__person"))
    return compared(
        (
            Told(
                of.person,
                f"lesson {of.part_id} of course {of.enrolment.course_key}",
                of.finished_at,
                {"release": of.enrolment.release_id},
            )
            for of in rows.order_by("person").iterator()
        ),
        (
            Told(fact.person, f"lesson {fact.part} of course {fact.key}", fact.occurred_at, {"release": fact.release})
            for fact in facts("lesson.finished").iterator()
        ),
        within=ONE_ACT,
    )


def practice() -> Iterator[Sequence[Difference]]:
    rows = PracticeAnswer.objects.select_related("enrolment").annotate(person=F("enrolment__user__person"))
    return compared(
        (
            Told(
                of.person,
                f"practice answer in lesson {of.part_id} of course {of.enrolment.course_key}",
                of.answered_at,
                {
                    "question": str(of.question),
                    "version": of.version,
                    "chosen": of.chosen,
                    "correct": of.correct,
                },
            )
            for of in rows.order_by("person").iterator()
        ),
        (
            Told(
                fact.person,
                f"practice answer in lesson {fact.part} of course {fact.key}",
                fact.occurred_at,
                {name: fact.result[name] for name in ("question", "version", "chosen", "correct")},
            )
            for fact in facts("practice.answered").iterator()
        ),
        within=ONE_ACT,
    )


def exams() -> Iterator[Sequence[Difference]]:
    """Attempts handed in; one still open has no fact yet."""
    rows = ExamAttempt.objects.exclude(submitted_at=None).select_related("enrolment").defer("questions", "answers")
    return compared(
        (
            Told(
                of.person,
                f"exam attempt {of.number} of course {of.enrolment.course_key}",
                of.submitted_at,
                {
                    "release": of.enrolment.release_id,
                    "score": of.score,
                    "passed": of.passed,
                    "missed": of.missed,
                },
            )
            for of in rows.annotate(person=F("enrolment__user__person")).order_by("person").iterator()
        ),
        (
            Told(
                fact.person,
                f"exam attempt {fact.result['attempt']} of course {fact.key}",
                fact.occurred_at,
                {"release": fact.release, **{name: fact.result[name] for name in ("score", "passed", "missed")}},
            )
            for fact in facts("exam.marked").iterator()
        ),
    )


def certificates() -> Iterator[Sequence[Difference]]:
    rows = Certificate.objects.annotate(person=F("user__person")).order_by("person")
    return compared(
        (
            Told(
                of.person,
                f"certificate {of.cycle} in course {of.course_key}",
                of.awarded_at,
                {"code": of.code, "release": of.release_id, "in_force_until": of.in_force_until},
            )
            for of in rows.iterator()
        ),
        (
            Told(
                fact.person,
                f"certificate {fact.result['cycle']} in course {fact.key}",
                fact.occurred_at,
                {
                    "code": fact.result["code"],
                    "release": fact.release,
                    "in_force_until": parse_datetime(fact.result["in_force_until"] or ""),
                },
            )
            for fact in facts("certificate.awarded").iterator()
        ),
    )


VERIFIERS: Mapping[str, Verifier] = {
    "enrolments": enrolments,
    "lessons finished": lessons,
    "practice answers": practice,
    "exam attempts": exams,
    "certificates": certificates,
}
