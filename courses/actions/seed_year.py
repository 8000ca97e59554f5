"""Seed: the starter course, and a year in which the demo's people took it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from courses.actions.award import new_code
from courses.actions.import_course import import_course
from courses.actions.import_path import import_path
from courses.models import Certificate, Enrolment, ExamAttempt, ExamStep, LessonProgress, PracticeAnswer
from courses.queries import KIND, contents
from courses.rules.kinds import kind_of
from courses.rules.kinds.choice import right_options
from courses.rules.marking import MARKING, is_right, mark
from courses.rules.sitting import ExamRules, draw
from courses.rules.validity import in_force_until
from portal.evidence.models import Evidence
from portal.evidence.record import backdated, record
from portal.home.library import SOURCE, content_key
from portal.people.models import DepartmentMembership
from portal.people.organisation import holding
from portal.releases.freeze import released_on
from portal.releases.models import Release, ReleasePart
from portal.seams.contracts import SeedCast

CONTENT = Path(__file__).resolve().parent.parent / "content"
IN_FORCE_FOR_DAYS = 400
PATH_IN_FORCE_FOR_DAYS = 150
BEGAN = {"customer-service": 0.95, "billing": 0.9, "marketing": 0.35, "learning": 1.0}
"""How many of a department have begun, among those whom the drill does not show to be through."""
NEVER = {"ana"}
"""She is two weeks in the job and has it all before her."""

Questions = Sequence[tuple[str, str, int]]
"""Block id, question key, version."""
Frozen = Mapping[tuple[str, int], Mapping[str, Any]]


@dataclass(frozen=True)
class Course:
    """The released course as the year needs it."""

    release: Release
    practice: Mapping[str, Questions]
    """By lesson."""
    rules: ExamRules
    frozen: Frozen


@dataclass
class Rows:
    """What is written at once, after everyone's year is told."""

    progress: list[LessonProgress] = field(default_factory=list)
    practice: list[PracticeAnswer] = field(default_factory=list)
    attempts: list[ExamAttempt] = field(default_factory=list)
    steps: list[ExamStep] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)


def seed(cast: SeedCast) -> None:
    """Idempotent: what is there is left alone, and every choice comes from the cast's seed."""
    with released_on(cast.now - timedelta(days=IN_FORCE_FOR_DAYS)):
        made = import_course(CONTENT / "renewals")
    with released_on(cast.now - timedelta(days=PATH_IN_FORCE_FOR_DAYS)):
        import_path(CONTENT / "paths" / "first-steps.yaml")
    _grant_question_bank(cast)
    release = Release.objects.get(kind=KIND, key=content_key("course", "renewals"), number=1)
    begun, certified = _year(_course(release), cast)
    cast.say(f"courses: {int(made is not None)} released, {begun} people began, {certified} certified")


def _grant_question_bank(cast: SeedCast) -> None:
    """Whoever may edit the library in the demo keeps its questions too."""
    acts = Permission.objects.filter(content_type__app_label="courses", content_type__model="question")
    for group in Group.objects.filter(user__in=[cast.people["eva"], cast.people["fabio"]]).distinct():
        group.permissions.add(*acts)


def _course(release: Release) -> Course:
    practice: dict[str, list[tuple[str, str, int]]] = {}
    for part in ReleasePart.objects.filter(release=release, locale=SOURCE).exclude(part_id=""):
        practice[part.part_id] = [
            (block["id"], block["value"]["question"], block["value"]["version"])
            for block in part.blocks
            if block["type"] == "question"
        ]
    rules = ExamRules.of(release.facts)
    if rules is None:
        raise ValueError("the starter course has an exam")
    asked = [(key, version) for of in practice.values() for _, key, version in of]
    return Course(release, practice, rules, contents([*asked, *rules.pool]))


@transaction.atomic
def _year(course: Course, cast: SeedCast) -> tuple[int, int]:
    departments = dict(holding(DepartmentMembership.objects.all()).values_list("user", "department__key"))
    known = set(Enrolment.objects.filter(course_key=course.release.key).values_list("user", flat=True))
    drilled = _drilled(course)
    never = {cast.people[name].pk for name in NEVER}
    rows, begun = Rows(), 0
    with backdated():
        for user in sorted(cast.everyone, key=lambda user: str(user.email)):
            dice = random.Random(f"{cast.seed}:courses:{user.email}")  # noqa: S311  (a demo, the same every time)
            passed_at = drilled.get(user.person)
            begins = dice.random() < BEGAN.get(departments.get(user.pk, ""), 0.1) or passed_at is not None
            if user.pk in never or user.pk in known or not begins:
                continue
            begun += _Story(course, cast.now, user, dice, rows).tell(passed_at)
    LessonProgress.objects.bulk_create(rows.progress)
    PracticeAnswer.objects.bulk_create(rows.practice)
    ExamAttempt.objects.bulk_create(rows.attempts)
    ExamStep.objects.bulk_create(rows.steps)
    Certificate.objects.bulk_create(rows.certificates)
    return begun, len(rows.certificates)


def _drilled(course: Course) -> dict[UUID, datetime]:
    """When each person first had every drill of the course passed."""
    first: dict[UUID, dict[UUID, datetime]] = {}
    facts = Evidence.objects.filter(
        kind="drill", key__in=course.release.facts["drills"], verb="drill.attempted", result__passed=True
    )
    for fact in facts.order_by("occurred_at"):
        first.setdefault(fact.person, {}).setdefault(fact.key, fact.occurred_at)
    wanted = len(course.release.facts["drills"])
    return {person: max(by.values()) for person, by in first.items() if len(by) == wanted}


@dataclass
class _Story:
    """One person's way through the course."""

    course: Course
    now: datetime
    user: Any
    dice: random.Random
    rows: Rows

    def tell(self, drilled_at: datetime | None) -> bool:
        """Those through with the drill finish; of the others some stop on the way. False where there was no time."""
        release, dice = self.course.release, self.dice
        zone = ZoneInfo(settings.TIME_ZONE)
        earliest = max(self.now - timedelta(days=IN_FORCE_FOR_DAYS - 2), self._first_day(zone))
        if drilled_at:
            moment = max(earliest, drilled_at - timedelta(days=dice.randint(2, 9), minutes=dice.randint(5, 90)))
        else:
            moment = earliest + (self.now - earliest) * dice.uniform(0.1, 0.9)
        moment = _working(moment, zone)
        if moment >= self.now:
            return False
        enrolment = Enrolment.objects.create(user=self.user, course_key=release.key, release=release, opened_at=moment)
        self._record("course.enrolled", moment, once=f"course.enrolled:{enrolment.pk}")
        lessons = release.facts["lessons"]
        stop = len(lessons) if drilled_at else dice.choice([1, 2, 3, 4, len(lessons)])
        skill = dice.uniform(0.62, 0.97)
        for part_id in lessons[:stop]:
            moment = _working(moment + timedelta(minutes=dice.choice([9, 14, 25, 60 * 22, 60 * 46])), zone)
            if moment >= self.now:
                return True
            self._practise(enrolment, part_id, moment - timedelta(minutes=3), skill)
            self.rows.progress.append(LessonProgress(enrolment=enrolment, part_id=part_id, finished_at=moment))
            self._record("lesson.finished", moment, part=part_id, once=f"lesson.finished:{enrolment.pk}:{part_id}")
        if stop == len(lessons):
            examined_at = self._sit(enrolment, _working(moment + timedelta(hours=dice.randint(1, 30)), zone), zone)
            if examined_at and drilled_at:
                self._certify(enrolment, max(examined_at, drilled_at), zone)
        return True

    def _first_day(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.user.hired_on, datetime.min.time(), tzinfo=zone) + timedelta(days=1)

    def _practise(self, enrolment: Enrolment, part_id: str, moment: datetime, skill: float) -> None:
        for block_id, key, version in self.course.practice[part_id]:
            content = self.course.frozen[key, version]
            chosen = self._choose(content, right=self.dice.random() < skill)
            correct = is_right(content, chosen)
            self.rows.practice.append(
                PracticeAnswer(
                    enrolment=enrolment,
                    part_id=part_id,
                    block_id=block_id,
                    question=key,
                    version=version,
                    chosen=chosen,
                    correct=correct,
                    answered_at=moment,
                )
            )
            result = {"question": key, "version": version, "chosen": chosen, "correct": correct}
            self._record("practice.answered", moment, part=part_id, result=result)

    def _choose(self, content: Mapping[str, Any], *, right: bool) -> list[str]:
        if right:
            return sorted(right_options(content))
        return [self.dice.choice([option["id"] for option in content["options"] if not option["correct"]])]

    def _sit(self, enrolment: Enrolment, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """Sit until passed, once or twice; returns when it was passed."""
        misses = self.dice.choice([[0], [0], [1], [1], [3, 1]])
        for number, missed in enumerate(misses, start=1):
            if moment >= self.now:
                return None
            attempt = self._attempt(enrolment, number, missed, moment)
            if attempt.passed:
                return moment
            moment = _working(moment + timedelta(hours=self.course.rules.wait_hours + self.dice.randint(3, 40)), zone)
        return None

    def _attempt(self, enrolment: Enrolment, number: int, missed: int, moment: datetime) -> ExamAttempt:
        rules, frozen = self.course.rules, self.course.frozen
        drawn = draw(rules, self.dice)
        harmless = [key for key, _ in drawn if key not in rules.critical]
        wrong = set(self.dice.sample(harmless, missed))
        answers = {key: self._choose(frozen[key, version], right=key not in wrong) for key, version in drawn}
        asked = [(key, frozen[key, version]) for key, version in drawn]
        result = mark(asked, answers, pass_mark=rules.pass_mark)
        attempt = ExamAttempt(
            enrolment=enrolment,
            number=number,
            questions=[
                {"question": k, "version": v, "order": kind_of(frozen[k, v]).order(frozen[k, v], self.dice)}
                for k, v in drawn
            ],
            opened_at=moment - timedelta(minutes=2 * len(drawn) + 1),
            submitted_at=moment,
            score=result.score,
            passed=result.passed,
            missed=list(result.missed),
            marking=MARKING,
        )
        self.rows.attempts.append(attempt)
        self.rows.steps += [
            ExamStep(
                attempt=attempt,
                question=UUID(key),
                seq=1,
                chosen=answers[key],
                saved_at=moment - timedelta(minutes=2 * (len(drawn) - place)),
            )
            for place, (key, _) in enumerate(drawn)
        ]
        marked = {
            "attempt": number,
            "score": result.score,
            "pass_mark": rules.pass_mark,
            "passed": result.passed,
            "critical_missed": list(result.critical_missed),
            "missed": list(result.missed),
        }
        self._record("exam.marked", moment, result=marked)
        return attempt

    def _certify(self, enrolment: Enrolment, moment: datetime, zone: ZoneInfo) -> None:
        months = self.course.release.facts["validity_months"]
        until = in_force_until(awarded_at=moment, months=months, zone=zone)
        code = new_code(self.dice)
        self.rows.certificates.append(
            Certificate(
                code=code,
                user=self.user,
                course_key=enrolment.course_key,
                cycle=1,
                release=enrolment.release,
                awarded_at=moment,
                in_force_until=until,
            )
        )
        result = {"code": code, "cycle": 1, "in_force_until": until.isoformat() if until else None}
        self._record("certificate.awarded", moment, result=result)

    def _record(
        self,
        verb: str,
        moment: datetime,
        *,
        part: str = "",
        result: dict[str, Any] | None = None,
        once: str | None = None,
    ) -> None:
        record(
            person=self.user.person,
            verb=verb,
            kind=KIND,
            key=self.course.release.key,
            part=part,
            release=self.course.release.pk,
            result=result,
            locale=self.user.language,
            occurred_at=moment,
            once=once,
        )


def _working(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same moment, or the next one within working hours of a working day."""
    local = moment.astimezone(zone)
    if local.hour < 8:
        local = local.replace(hour=9)
    if local.hour >= 18:
        local = local.replace(hour=9) + timedelta(days=1)
    while local.weekday() >= 5:
        local += timedelta(days=1)
    return local
