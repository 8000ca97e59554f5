"""Enrolling: a person begins a course on the release in force, or its next cycle when a certificate nears its end."""

from __future__ import annotations

from django.db import transaction

from courses.models import Enrolment
from courses.queries import KIND, Place, place
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from portal.releases.read import current


@transaction.atomic
def enrol(viewer: Viewer, slug: str) -> Enrolment:
    """The enrolment in hand, begun now if there is none or if it is time to renew. Twice changes nothing."""
    require(viewer, Capability.LEARN)
    found = place(viewer, slug)
    if found.may_begin_again:
        return _begin(viewer, found, cycle=found.cycle + 1)
    return enrolment_of(viewer, found)


def enrolment_of(viewer: Viewer, found: Place) -> Enrolment:
    """The enrolment behind a place, locked: whoever decides on a person's course waits here for whoever else does."""
    if found.enrolment is None:
        return _begin(viewer, found, cycle=1)
    return _locked(found.enrolment)


def _begin(viewer: Viewer, found: Place, *, cycle: int) -> Enrolment:
    release = current(KIND, key=found.release.key) or found.release
    enrolment, begun = Enrolment.objects.get_or_create(
        user_id=viewer.id, course_key=release.key, cycle=cycle, defaults={"release": release}
    )
    if begun:
        record(
            person=viewer.person,
            verb="course.enrolled",
            kind=KIND,
            key=release.key,
            release=release.pk,
            once=f"course.enrolled:{enrolment.pk}",
        )
    return _locked(enrolment.pk)


def _locked(pk: int) -> Enrolment:
    return Enrolment.objects.select_for_update(of=("self",)).select_related("release").get(pk=pk)
