"""Closing an exam whose time is over: what was saved is marked, whether its sitter comes back or not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.actions.submit_exam import hand_in, what_stands
from courses.models import Enrolment, ExamAttempt
from courses.rules.sitting import GRACE, is_over
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler

KIND = "courses.close_exam"


def close_later(attempt: ExamAttempt) -> None:
    """Written in the transaction that opens the attempt, so that no crash leaves one open for ever."""
    if attempt.closes_at is not None:
        enqueue(KIND, args={"attempt": attempt.pk}, once=f"{KIND}:{attempt.pk}", run_after=attempt.closes_at + GRACE)


@handler(KIND, label=_("Mark an exam whose time is over"))
@transaction.atomic
def close_exam(job: Job) -> None:
    """Once, however often it is called; an attempt handed in, or gone with an account, is left alone."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("release", "user")
        .filter(attempts=job.args["attempt"])
        .first()
    )
    if enrolment is None:
        return
    attempt = ExamAttempt.objects.select_for_update(of=("self",)).get(pk=job.args["attempt"])
    if attempt.submitted_at is None and is_over(attempt.closes_at, now=timezone.now()):
        hand_in(enrolment, attempt, *what_stands(attempt), person=enrolment.user.person)
