"""Finishing a lesson: progress and evidence once, whatever the number of lessons."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404

from courses.actions.award import award
from courses.actions.enrol import enrolment_of
from courses.models import Certificate, LessonProgress
from courses.queries import KIND, place
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require


@transaction.atomic
def finish_lesson(viewer: Viewer, slug: str, part_id: str) -> Certificate | None:
    """Finish a lesson of the release the viewer reads; returns the certificate where it was the last thing missing.

    Raises Http404 where that release has no such lesson. Finishing twice changes nothing.
    """
    require(viewer, Capability.LEARN)
    found = place(viewer, slug)
    if part_id not in found.lessons:
        raise Http404
    if part_id in found.finished:
        return None
    enrolment = enrolment_of(viewer, found)
    LessonProgress.objects.bulk_create([LessonProgress(enrolment=enrolment, part_id=part_id)], ignore_conflicts=True)
    record(
        person=viewer.person,
        verb="lesson.finished",
        kind=KIND,
        key=enrolment.course_key,
        part=part_id,
        release=enrolment.release_id,
        once=f"lesson.finished:{enrolment.pk}:{part_id}",
    )
    return award(enrolment, person=viewer.person)
