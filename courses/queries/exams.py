"""Exams as their sitter sees them: the sheet while it is open, the result after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from courses.models import ExamAttempt, ExamStep
from courses.queries.reading import LessonRow, Outline, contents
from courses.queries.standing import Place, visible
from courses.rules.faces import QuestionFace, face
from courses.rules.kinds import kind_of
from courses.rules.sitting import Door, ExamRules, Review, Shown
from portal.people.access import Viewer


@dataclass(frozen=True)
class ExamItem:
    """A question of an attempt and what is saved of its answer."""

    key: str
    position: int
    seq: int
    saved_at: datetime | None
    is_saved: bool
    """Something was answered, if not all."""
    is_answered: bool
    """Nothing that it asks is left open."""
    face: QuestionFace | None = None


@dataclass(frozen=True)
class ExamSheet:
    """An open attempt, ready to be drawn; it holds nothing that tells right from wrong."""

    attempt: int
    number: int
    items: Sequence[ExamItem]
    closes_at: datetime | None = None
    seconds_left: int | None = None
    """By the server's clock when the page was drawn; a page that counts down counts from here."""

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
    steps = latest_steps(attempt)
    left = (attempt.closes_at - timezone.now()).total_seconds() if attempt.closes_at else None
    return ExamSheet(
        attempt=attempt.pk,
        number=attempt.number,
        items=[
            _item(
                position, item, frozen[item["question"], item["version"]], steps.get(UUID(item["question"])), language
            )
            for position, item in enumerate(attempt.questions, start=1)
        ],
        closes_at=attempt.closes_at,
        seconds_left=max(0, int(left)) if left is not None else None,
    )


def latest_steps(attempt: ExamAttempt) -> dict[UUID, ExamStep]:
    """The answer that stands to each question, in one query."""
    steps = ExamStep.objects.filter(attempt=attempt).order_by("question", "-seq").distinct("question")
    return {step.question: step for step in steps}


def saved_item(question: UUID, step: ExamStep | None) -> ExamItem:
    """What is saved of one answer, without the question itself."""
    return ExamItem(
        key=str(question),
        position=0,
        seq=step.seq if step else 0,
        saved_at=step.saved_at if step else None,
        is_saved=bool(step and step.chosen),
        is_answered=False,
    )


def _item(
    position: int, item: Mapping[str, Any], content: Mapping[str, Any], step: ExamStep | None, language: str
) -> ExamItem:
    chosen, confidence = (step.chosen, step.confidence) if step else ((), "")
    shown = face(
        item["question"],
        item["version"],
        content,
        language=language,
        chosen=chosen,
        order=item["order"],
        confidence=confidence,
    )
    return ExamItem(
        key=item["question"],
        position=position,
        seq=step.seq if step else 0,
        saved_at=step.saved_at if step else None,
        is_saved=bool(chosen),
        is_answered=kind_of(content).is_whole(content, chosen),
        face=shown,
    )


def shown_of(review: Review, attempt: ExamAttempt, place: Place) -> Shown:
    """What this attempt's result shows: one of an older cycle, or of an exam that is done with, is at its end."""
    is_past = place.enrolment != attempt.enrolment_id
    return review.at_the_end if is_past or place.entrance.door in {Door.PASSED, Door.SPENT} else review.meanwhile


def _asked(
    attempt: ExamAttempt, language: str, *, only: Sequence[str] | None = None, revealed: bool = False
) -> list[QuestionFace]:
    """Faces of an attempt's questions with the answers that stood; two queries."""
    frozen = contents((item["question"], item["version"]) for item in attempt.questions)
    steps = latest_steps(attempt)
    return [
        face(
            item["question"],
            item["version"],
            frozen[item["question"], item["version"]],
            language=language,
            chosen=steps[UUID(item["question"])].chosen if UUID(item["question"]) in steps else (),
            order=item["order"],
            revealed=revealed,
        )
        for item in attempt.questions
        if only is None or item["question"] in only
    ]


@dataclass(frozen=True)
class ExamResult:
    """A marked attempt; how much it tells of the questions is the course's policy for its phase."""

    number: int
    score: int
    pass_mark: int
    right: int
    of: int
    passed: bool
    has_missed_critical: bool
    review: Sequence[LessonRow]
    missed: Sequence[QuestionFace]
    """The questions missed, without what is right, where the course shows them."""
    answers: Sequence[QuestionFace]
    """Every question explained, where the course shows that."""
    may_try_again: bool
    opens_at: datetime | None
    left: int | None

    @property
    def tells_questions(self) -> bool:
        return bool(self.missed or self.answers)


def exam_result(attempt: ExamAttempt, place: Place, outline: Outline, language: str) -> ExamResult:
    """The result of a marked attempt, in two more queries where it shows questions."""
    facts = attempt.enrolment.release.facts
    rules = ExamRules.of(facts)
    shows = shown_of(rules.review if rules else Review(), attempt, place)
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
        review=[row for row in outline.lessons if row.part_id in review and shows.tells(Shown.LESSONS)],
        missed=_asked(attempt, language, only=attempt.missed) if shows is Shown.MISSED else [],
        answers=_asked(attempt, language, revealed=True) if shows is Shown.ANSWERS else [],
        may_try_again=door in {Door.READY, Door.WAIT},
        opens_at=place.entrance.opens_at,
        left=place.entrance.left,
    )
