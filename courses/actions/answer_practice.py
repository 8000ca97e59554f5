"""Answering a practice question: the answer is kept, and only then is it explained."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from courses.actions.enrol import enrolment_of
from courses.actions.understood import understood
from courses.models import PracticeAnswer
from courses.queries import KIND, contents, lesson, place, practice_order
from courses.rules.kinds import kind_of
from courses.rules.kinds.kind import Sent
from courses.rules.marking import is_right
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal


@transaction.atomic
def answer_practice(
    viewer: Viewer, slug: str, part_id: str, block_id: str, sent: Sent, *, confidence: str = ""
) -> PracticeAnswer:
    """Keep and mark one answer to the question in this block of the lesson.

    Raises Http404 where the lesson asks no such question, Refusal where nothing was answered, or not understandably.
    """
    require(viewer, Capability.LEARN)
    found = place(viewer, slug)
    blocks = lesson(found, part_id, viewer.language).blocks
    asked = next((b["value"] for b in blocks if b["id"] == block_id and b["type"] == "question"), None)
    if asked is None:
        raise Http404
    content = contents([(asked["question"], asked["version"])])[asked["question"], asked["version"]]
    order = practice_order(found, block_id, content)
    chosen = understood(content, sent, order=order, language=viewer.language)
    if not kind_of(content).is_whole(content, chosen):
        raise Refusal("nothing_chosen", _("Answer the whole question first."))
    enrolment = enrolment_of(viewer, found)
    answer = PracticeAnswer.objects.create(
        enrolment=enrolment,
        part_id=part_id,
        block_id=block_id,
        question=asked["question"],
        version=asked["version"],
        chosen=chosen,
        correct=is_right(content, chosen),
        confidence=confidence,
    )
    record(
        person=viewer.person,
        verb="practice.answered",
        kind=KIND,
        key=enrolment.course_key,
        part=part_id,
        release=enrolment.release_id,
        result={
            "question": asked["question"],
            "version": asked["version"],
            "chosen": kind_of(content).recorded(content, chosen),
            "correct": answer.correct,
            "confidence": confidence,
        },
    )
    return answer
