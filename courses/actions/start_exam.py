"""Starting an exam: questions are drawn and shuffled here, and one attempt is open at a time."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.actions.close_exam import close_later
from courses.actions.enrol import enrolment_of
from courses.models import ExamAttempt
from courses.queries import Place, contents, place
from courses.rules.kinds import kind_of
from courses.rules.sitting import Door, Entrance, draw
from portal.people.access import Capability, Viewer, require
from portal.people.days import on_their_clock
from portal.refusal import Refusal


@transaction.atomic
def start_exam(viewer: Viewer, slug: str) -> ExamAttempt:
    """The open attempt, or a new one. Raises Refusal where the exam may not be sat now, and says when."""
    require(viewer, Capability.LEARN)
    enrolment = enrolment_of(viewer, place(viewer, slug))
    found = place(viewer, slug)  # read again under the lock: another tab may have been faster
    if found.entrance.door is Door.OPEN:
        return enrolment.attempts.get(submitted_at=None)
    if found.entrance.door is not Door.READY or found.exam is None:
        raise closed(found, found.entrance)
    chance = secrets.SystemRandom()
    drawn = draw(found.exam, chance)
    frozen = contents(drawn)
    now = timezone.now()
    attempt = ExamAttempt.objects.create(
        enrolment=enrolment,
        opened_at=now,
        closes_at=now + timedelta(minutes=found.exam.minutes) if found.exam.minutes else None,
        number=len(found.sat) + 1,
        questions=[
            {
                "question": key,
                "version": version,
                "order": kind_of(frozen[key, version]).order(frozen[key, version], chance),
            }
            for key, version in drawn
        ],
    )
    close_later(attempt)
    return attempt


def closed(found: Place, entrance: Entrance) -> Refusal:
    """Why the exam may not be sat now, and what to do."""
    if entrance.door is Door.LESSONS_FIRST:
        left = len(found.lessons_left)
        return Refusal(
            "lessons_first",
            ngettext(
                "Finish the lesson that is left first, then the exam opens.",
                "Finish the %(left)s lessons that are left first, then the exam opens.",
                left,
            )
            % {"left": left},
        )
    if entrance.door is Door.WAIT and entrance.opens_at:
        moment = on_their_clock(entrance.opens_at)
        return Refusal(
            "wait",
            _("You may try again from %(day)s at %(time)s. Use the time to review the lessons.")
            % {"day": date_format(moment, "SHORT_DATE_FORMAT"), "time": moment.strftime("%H:%M")},
        )
    if entrance.door is Door.SPENT:
        return Refusal("spent", _("You have used every attempt of this exam. Ask your manager what to do next."))
    if entrance.door is Door.PASSED:
        return Refusal("passed", _("You have passed this exam already."))
    return Refusal("no_exam", _("This course has no exam."))
