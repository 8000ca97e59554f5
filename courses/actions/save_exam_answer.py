"""Saving one exam answer as it is given; an older copy of the page never overwrites a newer answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Func, IntegerField, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.understood import understood
from courses.models import ExamAttempt, ExamStep, QuestionVersion
from courses.queries import visible
from courses.rules.kinds.kind import Content, Sent
from courses.rules.sitting import is_over
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal

LAST = ("seq", "chosen", "confidence", "saved_at")
"""What is read of the step that stands."""


@dataclass(frozen=True)
class Given:
    """An answer as a page sends it, field by field, with the number of the copy that the page had."""

    sent: Sent
    seq: int
    confidence: str = ""


@transaction.atomic
def save_exam_answer(viewer: Viewer, attempt_id: int, question: UUID, given: Given) -> ExamStep | None:
    """Keep an answer of the viewer's open attempt as a new step; the same answer sent again adds none.

    Returns the step that now stands, None where nothing was ever answered. Raises Http404 for another person's attempt
    or a question it does not ask; Refusal after submission, after its time, where the answer cannot be understood, or
    where the question was answered in another window since.
    """
    require(viewer, Capability.LEARN)
    own = visible(ExamAttempt.objects.select_for_update(of=("self",)), viewer)
    attempt: Any = _asking(own, question).filter(pk=attempt_id).first()
    if attempt is None or attempt.content is None:
        raise Http404
    if attempt.submitted_at is not None:
        raise Refusal("submitted", _("This exam has been handed in. Answers can no longer change."))
    if is_over(attempt.closes_at, now=timezone.now()):
        raise Refusal("late", _("The time is over. What was saved before counts."))
    answer = understood(attempt.content, given.sent, order=attempt.asked["order"], language=viewer.language)
    last = None
    if attempt.last_seq is not None:
        last = ExamStep(attempt=attempt, question=question, **{name: getattr(attempt, f"last_{name}") for name in LAST})
    step = _next(attempt, question, answer, given, last=last)
    if step is None:
        return last
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError as error:  # another window was faster between our reading and our writing
        raise _stale() from error
    return step


def _asking(attempts: QuerySet[ExamAttempt], question: UUID) -> QuerySet[ExamAttempt]:
    """Attempts with what they ask by this question, its frozen content, and the step that stands: all in one query."""
    path = Value(f'$[*] ? (@.question == "{question}")', output_field=CharField())
    asked = Func(
        F("questions"),
        path,
        template="jsonb_path_query_first(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )
    version = Cast(KeyTextTransform("version", OuterRef("asked")), IntegerField())
    steps = ExamStep.objects.filter(attempt=OuterRef("pk"), question=question).order_by("-seq")
    return attempts.annotate(asked=asked).annotate(
        content=Subquery(QuestionVersion.objects.filter(key=question, number=version).values("content")),
        **{f"last_{name}": Subquery(steps.values(name)[:1]) for name in LAST},
    )


def _next(
    attempt: ExamAttempt, question: UUID, answer: list[str], given: Given, *, last: ExamStep | None
) -> ExamStep | None:
    """The step that this answer would add, None where it says what stands. Raises Refusal where the page is older."""
    seq, chosen, confidence = (last.seq, last.chosen, last.confidence) if last else (0, [], "")
    if answer == chosen and given.confidence in {"", confidence}:
        return None
    if given.seq != seq:
        raise _stale()
    return ExamStep(
        attempt=attempt,
        question=question,
        seq=seq + 1,
        chosen=answer,
        confidence=given.confidence or confidence,
        saved_at=timezone.now(),
    )


def keep_all(
    attempt: ExamAttempt,
    given: Iterable[tuple[UUID, Given]],
    *,
    frozen: Mapping[tuple[str, int], Content],
    standing: Mapping[UUID, ExamStep],
    language: str,
) -> Mapping[UUID, ExamStep]:
    """Keep what a whole page sends, and return what stands then.

    What the page knew older, or what cannot be understood, leaves the saved answer. The attempt is locked by the caller.
    """
    asked = {UUID(item["question"]): item for item in attempt.questions}
    added = {}
    for question, one in given:
        if question not in asked:
            continue
        item = asked[question]
        content = frozen[item["question"], item["version"]]
        try:
            answer = understood(content, one.sent, order=item["order"], language=language)
            step = _next(attempt, question, answer, one, last=standing.get(question))
        except Refusal:
            continue
        if step is not None:
            added[question] = step
    ExamStep.objects.bulk_create(added.values())
    return {**standing, **added}


def _stale() -> Refusal:
    return Refusal("stale", _("You answered this in another window. What it saved is shown now."))
