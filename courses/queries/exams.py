"""Exams as their sitter sees them: the sheet while it is open, the result after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.dateparse import parse_datetime

from courses.models import ExamAttempt
from courses.queries.reading import LessonRow, Outline, contents
from courses.queries.standing import Place, visible
from courses.rules.faces import QuestionFace, face
from courses.rules.sitting import Door, ExamRules
from portal.people.access import Viewer


@dataclass(frozen=True)
class ExamItem:
    """A question of an attempt and what is saved of its answer."""

    key: str
    position: int
    seq: int
    saved_at: datetime | None
    is_answered: bool
    face: QuestionFace | None = None


@dataclass(frozen=True)
class ExamSheet:
    """An open attempt, ready to be drawn; it holds nothing that tells right from wrong."""

    attempt: int
    number: int
    items: Sequence[ExamItem]

    @property
    def unanswered(self) -> Sequence[ExamItem]:
        return [item for item in self.items if not item.is_answered]

    @property
    def answered(self) -> int:
        return sum(item.is_answered for item in self.items)


def own_attempt(viewer: Viewer, attempt_id: int) -> ExamAttempt:
    """Raises Http404 for another person's attempt."""
    found = visible(ExamAttempt.objects.select_related("enrolment__release"), viewer).filter(pk=attempt_id).first()
    if found is None:
        raise Http404
    return found


def exam_sheet(viewer: Viewer, place: Place, language: str) -> ExamSheet:
    """The viewer's open attempt, in two queries. Raises Http404 where none is open."""
    own = visible(ExamAttempt.objects.filter(enrolment=place.enrolment, submitted_at=None), viewer).first()
    if own is None:
        raise Http404
    return sheet_of(own, language)


def sheet_of(attempt: ExamAttempt, language: str) -> ExamSheet:
    """An attempt's questions in the order and with the options it drew, in any language."""
    frozen = contents((item["question"], item["version"]) for item in attempt.questions)
    return ExamSheet(
        attempt=attempt.pk,
        number=attempt.number,
        items=[
            _item(
                attempt,
                position,
                item,
                face(
                    item["question"],
                    item["version"],
                    frozen[item["question"], item["version"]],
                    language=language,
                    chosen=attempt.answers.get(item["question"], {}).get("chosen", ()),
                    order=item["options"],
                ),
            )
            for position, item in enumerate(attempt.questions, start=1)
        ],
    )


def saved_item(attempt: ExamAttempt, question: str) -> ExamItem:
    """What is saved of one answer, without the question itself. Raises Http404 where it is not asked."""
    for position, item in enumerate(attempt.questions, start=1):
        if item["question"] == question:
            return _item(attempt, position, item, None)
    raise Http404


def _item(attempt: ExamAttempt, position: int, item: Mapping[str, Any], shown: QuestionFace | None) -> ExamItem:
    saved = attempt.answers.get(item["question"], {})
    return ExamItem(
        key=item["question"],
        position=position,
        seq=saved.get("seq", 0),
        saved_at=parse_datetime(saved["at"]) if saved else None,
        is_answered=bool(saved.get("chosen")),
        face=shown,
    )


@dataclass(frozen=True)
class ExamResult:
    """A marked attempt; it names lessons to review and never which answer was wrong."""

    number: int
    score: int
    pass_mark: int
    right: int
    of: int
    passed: bool
    has_missed_critical: bool
    review: Sequence[LessonRow]
    may_try_again: bool
    opens_at: datetime | None
    left: int | None


def exam_result(attempt: ExamAttempt, place: Place, outline: Outline) -> ExamResult:
    """The result of a marked attempt."""
    facts = attempt.enrolment.release.facts
    rules = ExamRules.of(facts)
    lesson_of = {item["question"]: item["lesson"] for item in facts["exam"]["questions"]}
    review = {lesson_of.get(key, "") for key in attempt.missed}
    critical = rules.critical if rules else frozenset()
    of = len(attempt.questions)
    door = place.entrance.door
    return ExamResult(
        number=attempt.number,
        score=attempt.score or 0,
        pass_mark=rules.pass_mark if rules else 100,
        right=of - len(attempt.missed),
        of=of,
        passed=bool(attempt.passed),
        has_missed_critical=bool(critical & set(attempt.missed)),
        review=[row for row in outline.lessons if row.part_id in review],
        may_try_again=door in {Door.READY, Door.WAIT},
        opens_at=place.entrance.opens_at,
        left=place.entrance.left,
    )
