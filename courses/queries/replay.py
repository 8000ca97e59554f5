"""Replays what people did in courses from evidence: what is stored of it must say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.dateparse import parse_datetime

from courses.models import Certificate, Enrolment, ExamAttempt, LessonProgress, PracticeAnswer, QuestionVersion
from courses.rules.kinds import kind_of
from portal.evidence.replay import ONE_ACT, Told, by_person, compared, facts, unless_merged
from portal.seams.contracts import Difference, Verifier

TYPED = ("fill", "case")
"""Kinds whose answers may hold words of the person's own, which evidence does not keep."""


def enrolments() -> Iterator[Sequence[Difference]]:
    rows = by_person(Enrolment.objects.all(), "user__person")
    return _of_a_release(
        "course.enrolled",
        "enrolment in course {key}",
        ((of, of.opened_at, of.release_id, of.course_key, "") for of in rows.iterator()),
    )


def lessons() -> Iterator[Sequence[Difference]]:
    rows = by_person(LessonProgress.objects.select_related("enrolment"), "enrolment__user__person")
    return _of_a_release(
        "lesson.finished",
        "lesson {part} of course {key}",
        ((of, of.finished_at, of.enrolment.release_id, of.enrolment.course_key, of.part_id) for of in rows.iterator()),
    )


def _of_a_release(verb: str, what: str, rows: Iterable[Any]) -> Iterator[Sequence[Difference]]:
    """Rows that say no more than when and on which release, beside the facts of one verb; `what` names either.

    Each of `rows` comes with its instant, release, course and lesson.
    """
    return compared(
        (
            Told(of.whose, what.format(key=key, part=part), at, unless_merged(of, release=release))
            for of, at, release, key, part in rows
        ),
        (
            Told(
                fact.whose,
                what.format(key=fact.key, part=fact.part),
                fact.occurred_at,
                unless_merged(fact, release=fact.release),
            )
            for fact in facts(verb).iterator()
        ),
        within=ONE_ACT,
    )


def practice() -> Iterator[Sequence[Difference]]:
    rows = by_person(PracticeAnswer.objects.select_related("enrolment"), "enrolment__user__person")
    typed = {(of.key, of.number): of.content for of in QuestionVersion.objects.filter(content__kind__in=TYPED)}

    def recorded(of: PracticeAnswer) -> Sequence[str]:
        content = typed.get((of.question, of.version))
        return kind_of(content).recorded(content, of.chosen) if content else of.chosen

    return compared(
        (
            Told(
                of.whose,
                f"practice answer in lesson {of.part_id} of course {of.enrolment.course_key}",
                of.answered_at,
                {
                    "question": str(of.question),
                    "version": of.version,
                    "chosen": recorded(of),
                    "correct": of.correct,
                    "confidence": of.confidence,
                },
            )
            for of in rows.iterator()
        ),
        (
            Told(
                fact.whose,
                f"practice answer in lesson {fact.part} of course {fact.key}",
                fact.occurred_at,
                {name: fact.result[name] for name in ("question", "version", "chosen", "correct", "confidence")},
            )
            for fact in facts("practice.answered").iterator()
        ),
        within=ONE_ACT,
    )


def exams() -> Iterator[Sequence[Difference]]:
    """Attempts handed in; one still open has no fact yet."""
    sat = ExamAttempt.objects.exclude(submitted_at=None).select_related("enrolment").defer("questions")
    rows = by_person(sat, "enrolment__user__person")
    return compared(
        (
            Told(
                of.whose,
                f"exam attempt{_number(of, of.number)} of course {of.enrolment.course_key}",
                of.submitted_at,
                {
                    **unless_merged(of, release=of.enrolment.release_id),
                    "score": of.score,
                    "passed": of.passed,
                    "missed": of.missed,
                },
            )
            for of in rows.iterator()
        ),
        (
            Told(
                fact.whose,
                f"exam attempt{_number(fact, fact.result['attempt'])} of course {fact.key}",
                fact.occurred_at,
                {
                    **unless_merged(fact, release=fact.release),
                    **{name: fact.result[name] for name in ("score", "passed", "missed")},
                },
            )
            for fact in facts("exam.marked").iterator()
        ),
    )


def certificates() -> Iterator[Sequence[Difference]]:
    rows = by_person(Certificate.objects.all(), "user__person")
    return compared(
        (
            Told(
                of.whose,
                f"certificate{_number(of, of.cycle)} in course {of.course_key}",
                of.awarded_at,
                {"code": of.code, "release": of.release_id, "in_force_until": of.in_force_until},
            )
            for of in rows.iterator()
        ),
        (
            Told(
                fact.whose,
                f"certificate{_number(fact, fact.result['cycle'])} in course {fact.key}",
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


def _number(told: Any, number: int) -> str:
    return "" if told.is_merged else f" {number}"


VERIFIERS: Mapping[str, Verifier] = {
    "enrolments": enrolments,
    "lessons finished": lessons,
    "practice answers": practice,
    "exam attempts": exams,
    "certificates": certificates,
}
