"""Saving one exam answer as it is given; an older copy of the page never overwrites a newer answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import ExamAttempt
from courses.queries import visible
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal


@dataclass(frozen=True)
class Given:
    """An answer as a page sends it: option ids, and the number of the copy that the page had."""

    chosen: Sequence[str]
    seq: int


@transaction.atomic
def save_exam_answer(viewer: Viewer, attempt_id: int, question: str, given: Given) -> ExamAttempt:
    """Keep an answer of the viewer's open attempt; the same answer sent again changes nothing.

    Raises Http404 for another person's attempt or a question it does not ask; Refusal after submission, or where the
    question was answered in another window since.
    """
    require(viewer, Capability.LEARN)
    attempt = locked(viewer, attempt_id)
    if attempt.submitted_at is not None:
        raise Refusal("submitted", _("This exam has been handed in. Answers can no longer change."))
    if question not in {asked["question"] for asked in attempt.questions}:
        raise Http404
    if not keep(attempt, question, given):
        raise Refusal("stale", _("You answered this in another window. What it saved is shown now."))
    attempt.save(update_fields=["answers"])
    return attempt


def locked(viewer: Viewer, attempt_id: int) -> ExamAttempt:
    """The viewer's own attempt, locked. Raises Http404 for anyone else's."""
    own = visible(ExamAttempt.objects.select_for_update(of=("self",)), viewer)
    attempt = own.filter(pk=attempt_id).first()
    if attempt is None:
        raise Http404
    return attempt


def keep(attempt: ExamAttempt, question: str, given: Given) -> bool:
    """Write the answer into the attempt in memory; False where what the page knew was older than what is saved."""
    asked = next(item for item in attempt.questions if item["question"] == question)
    chosen = sorted(set(given.chosen) & set(asked["options"]))
    saved: Mapping[str, Any] = attempt.answers.get(question, {"chosen": [], "seq": 0})
    if chosen == saved["chosen"]:
        return True
    if given.seq != saved["seq"]:
        return False
    attempt.answers[question] = {"chosen": chosen, "seq": saved["seq"] + 1, "at": timezone.now().isoformat()}
    return True
