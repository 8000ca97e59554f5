"""Awarding: when every lesson, the exam and every drill of a cycle are done, the certificate follows by itself."""

from __future__ import annotations

import random
import secrets
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from courses.models import Certificate, Enrolment, ExamAttempt, LessonProgress
from courses.queries import DAWN, KIND, drills_passed
from courses.rules.sitting import ExamRules
from courses.rules.validity import in_force_until
from portal.evidence.models import Evidence
from portal.evidence.record import record

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I or O: a code is read aloud and typed."""


def award(enrolment: Enrolment, *, person: UUID) -> Certificate | None:
    """Award the certificate of this cycle if nothing is missing; None otherwise, or where it was awarded before.

    Call it inside a transaction that holds the enrolment locked: of two last steps taken at once, the second waits
    and sees the first.
    """
    facts = enrolment.release.facts
    since = enrolment.opened_at if enrolment.cycle > 1 else DAWN
    certificates = Certificate.objects.filter(user=enrolment.user_id, course_key=enrolment.course_key)
    now = (
        Enrolment.objects.annotate(
            finished=ArraySubquery(LessonProgress.objects.filter(enrolment=OuterRef("pk")).values("part_id")),
            has_passed=Exists(ExamAttempt.objects.filter(enrolment=OuterRef("pk"), passed=True)),
            drills=ArraySubquery(drills_passed([person], since=since)),
            is_awarded=Exists(certificates.filter(cycle=enrolment.cycle)),
            until_before=Subquery(certificates.order_by("-cycle").values("in_force_until")[:1]),
        )
        .only("pk")
        .get(pk=enrolment.pk)
    )
    if now.is_awarded or not (now.has_passed or ExamRules.of(facts) is None):
        return None
    if set(facts["lessons"]) - set(now.finished) or set(facts["drills"]) - {str(key) for key in now.drills}:
        return None
    moment = timezone.now()
    until = in_force_until(
        awarded_at=moment,
        months=facts["validity_months"],
        zone=ZoneInfo(settings.TIME_ZONE),
        before=now.until_before,
    )
    certificate = Certificate.objects.create(
        code=new_code(),
        user_id=enrolment.user_id,
        course_key=enrolment.course_key,
        cycle=enrolment.cycle,
        release=enrolment.release,
        awarded_at=moment,
        in_force_until=until,
    )
    record(
        person=person,
        verb="certificate.awarded",
        kind=KIND,
        key=enrolment.course_key,
        release=enrolment.release_id,
        result={
            "code": certificate.code,
            "cycle": certificate.cycle,
            "in_force_until": until.isoformat() if until else None,
        },
        occurred_at=moment,
    )
    return certificate


def on_evidence(fact: Evidence) -> None:
    """Subscriber: a drill passed last completes the courses that were waiting for it."""
    if fact.verb != "drill.attempted" or not fact.result["passed"]:
        return
    waiting = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("release")
        .filter(user__person=fact.person, release__facts__drills__contains=[str(fact.key)])
        .exclude(
            Exists(
                Certificate.objects.filter(
                    user=OuterRef("user"), course_key=OuterRef("course_key"), cycle=OuterRef("cycle")
                )
            )
        )
        .order_by("pk")
    )
    for enrolment in waiting:
        award(enrolment, person=fact.person)


def new_code(chance: random.Random | None = None) -> str:
    """Eighty random bits, in four groups of four."""
    source = chance or secrets.SystemRandom()
    letters = "".join(source.choice(ALPHABET) for _ in range(16))
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))
