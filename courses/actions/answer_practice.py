"""Answering a practice question: the answer is kept, and only then is it explained."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from courses.actions.enrol import enrolment_of
from courses.models import PracticeAnswer
from courses.queries import KIND, contents, lesson, place
from courses.rules.marking import is_right
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal


@transaction.atomic
def answer_practice(viewer: Viewer, slug: str, part_id: str, block_id: str, chosen: Sequence[str]) -> PracticeAnswer:
    """Keep and mark one answer (option ids) to the question in this block of the lesson.

    Raises Http404 where the lesson asks no such question, Refusal where nothing that it offers was chosen.
    """
    require(viewer, Capability.LEARN)
    found = place(viewer, slug)
    blocks = lesson(found, part_id, viewer.language).blocks
    asked = next((b["value"] for b in blocks if b["id"] == block_id and b["type"] == "question"), None)
    if asked is None:
        raise Http404
    content = contents([(asked["question"], asked["version"])])[asked["question"], asked["version"]]
    chosen = sorted(set(chosen))
    if not chosen:
        raise Refusal("nothing_chosen", _("Choose an answer first."))
    offered = {option["id"] for option in content["options"]}
    if not offered.issuperset(chosen) or (len(chosen) > 1 and content["kind"] != "multiple"):
        raise Refusal("not_offered", _("This answer is not one of the options. Reload the page and choose again."))
    enrolment = enrolment_of(viewer, found)
    answer = PracticeAnswer.objects.create(
        enrolment=enrolment,
        part_id=part_id,
        block_id=block_id,
        question=asked["question"],
        version=asked["version"],
        chosen=chosen,
        correct=is_right(content, chosen),
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
            "chosen": chosen,
            "correct": answer.correct,
        },
    )
    return answer
