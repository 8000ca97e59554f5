"""Standing: where one person stands in one course, and what of courses anyone may see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from courses.models import (
    Certificate,
    Enrolment,
    ExamAttempt,
    ExamStep,
    LessonProgress,
    PracticeAnswer,
    Question,
    QuestionVersion,
)
from courses.models.pages import Level
from courses.rules.sitting import Door, Entrance, ExamRules, Sat, entrance
from courses.rules.validity import may_renew
from portal.evidence.alias import of
from portal.people.access import Capability, Viewer
from portal.people.days import today
from portal.people.models import User
from portal.people.queries import visible as people
from portal.releases.models import Release

M = TypeVar("M", bound=Model)
KIND = "course"
DAWN = datetime(2000, 1, 1, tzinfo=UTC)
_OWNER: Mapping[type[Model], str] = {
    Enrolment: "user",
    ExamAttempt: "enrolment__user",
    ExamStep: "attempt__enrolment__user",
    LessonProgress: "enrolment__user",
    PracticeAnswer: "enrolment__user",
}
KINDS: tuple[type[Model], ...] = (*_OWNER, Certificate, Question, QuestionVersion)
"""What `visible` answers for; releases belong to the portal, which has a rule for all of them."""


def visible(queryset: QuerySet[M], viewer: Viewer) -> QuerySet[M]:
    """Released courses are for everyone; what a person did in them is shown to that person alone, but for certificates,
    which are shown to who may see their evidence; the question bank, to who writes."""
    if queryset.model is Release:
        return queryset.filter(kind=KIND)
    if queryset.model in {Question, QuestionVersion}:
        return queryset if viewer.can(Capability.WRITE) else queryset.none()
    if queryset.model is Certificate:
        return queryset.filter(user__in=people(User.objects.all(), viewer))
    return queryset.filter(**{_OWNER[queryset.model]: viewer.id})


@dataclass(frozen=True)
class Held:
    """The newest certificate of a person in a course."""

    code: str
    cycle: int
    awarded_at: datetime
    in_force_until: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.in_force_until is None or timezone.now() <= self.in_force_until

    @property
    def may_renew(self) -> bool:
        return may_renew(self.in_force_until, now=timezone.now())


@dataclass(frozen=True)
class Place:
    """Where one person stands in one course: the release they read, and what they did with it."""

    release: Release
    enrolment: int | None
    cycle: int
    newest: int
    finished: frozenset[str]
    sat: Sequence[Sat]
    drills_passed: frozenset[str]
    held: Held | None

    @property
    def level(self) -> str:
        return level_word(self.release)

    @property
    def lessons(self) -> Sequence[str]:
        return list(self.release.facts["lessons"])

    @property
    def drills(self) -> Sequence[str]:
        return list(self.release.facts["drills"])

    @cached_property
    def exam(self) -> ExamRules | None:
        return ExamRules.of(self.release.facts)

    @cached_property
    def lessons_left(self) -> Sequence[str]:
        return [part for part in self.lessons if part not in self.finished]

    @cached_property
    def drills_left(self) -> Sequence[str]:
        return [key for key in self.drills if key not in self.drills_passed]

    @cached_property
    def entrance(self) -> Entrance:
        return entrance(self.exam, self.sat, lessons_left=len(self.lessons_left), now=timezone.now())

    @property
    def is_begun(self) -> bool:
        return self.enrolment is not None

    @property
    def is_exam_passed(self) -> bool:
        return self.entrance.door in {Door.NONE, Door.PASSED}

    @property
    def is_complete(self) -> bool:
        """This cycle has ended in its certificate."""
        return self.held is not None and self.held.cycle == self.cycle and self.is_begun

    @property
    def may_begin_again(self) -> bool:
        return self.is_complete and self.held is not None and self.held.may_renew

    @property
    def is_pinned_behind(self) -> bool:
        """A newer release is in force than the one they began with."""
        return self.newest > self.release.number


def level_word(release: Release) -> str:
    """How much a course takes for granted, in the reader's language."""
    return str(Level(release.facts["level"]).label)


def place(viewer: Viewer, slug: str) -> Place:
    """Where the viewer stands in the course at this address, in one query. Raises Http404 where there is none.

    Every page of a course begins here, so it is written out: built by the ORM it took half of a lesson's time.
    """
    asked = {"slug": slug, "user": viewer.id, "persons": list(viewer.persons), "today": today()}
    found: Any = next(iter(Release.objects.raw(_PLACE, asked)), None)
    if found is None:
        raise Http404
    return Place(
        release=found,
        enrolment=found.enrolment,
        cycle=found.cycle,
        newest=found.newest,
        finished=frozenset(found.finished),
        sat=[_sat(of) for of in json.loads(found.sat)],
        drills_passed=frozenset(found.drills_passed),
        held=held_of(json.loads(found.held) if found.held else None),
    )


_PLACE = """
select shown.*, own.id as enrolment, coalesce(own.cycle, 1) as cycle, coalesce(newest.number, shown.number) as newest,
       array(select part_id from courses_lessonprogress where enrolment_id = own.id) as finished,
       (select coalesce(jsonb_agg(to_jsonb(a) - 'questions' order by a.number), '[]')
          from courses_examattempt a where a.enrolment_id = own.id) as sat,
       (select to_jsonb(c) from courses_certificate c
         where c.user_id = %(user)s and c.course_key = course.key order by c.cycle desc limit 1) as held,
       array(select distinct key::text from evidence_evidence
              where person = any(%(persons)s) and kind = 'drill' and verb = 'drill.attempted'
                and result @> '{"passed": true}'
                and (own.cycle is null or own.cycle = 1 or occurred_at >= own.opened_at)) as drills_passed
  from (select key from releases_release where kind = 'course' and slug = %(slug)s order by number desc limit 1) course
  left join lateral (select * from courses_enrolment
                      where user_id = %(user)s and course_key = course.key order by cycle desc limit 1) own on true
  left join lateral (select id, number from releases_release
                      where kind = 'course' and key = course.key and effective_on <= %(today)s
                      order by number desc limit 1) newest on true
  join releases_release shown on shown.id = coalesce(own.release_id, newest.id)
"""
"""The release a person began with, or the one in force; what is theirs alone is asked for by their own id."""


def drills_passed(people: Iterable[UUID], *, since: Any) -> QuerySet[Any, Any]:
    """Keys of the drills these people passed since a moment, from evidence.

    A first cycle counts every drill ever passed; a renewal asks for new ones.
    """
    return (
        of(people)
        .filter(kind="drill", verb="drill.attempted", result__passed=True, occurred_at__gte=since)
        .order_by()
        .values("key")
        .distinct()
    )


def _sat(of: Mapping[str, Any]) -> Sat:
    return Sat(
        of["number"],
        _instant(of["opened_at"]),
        _maybe(of["submitted_at"]),
        of["score"],
        of["passed"],
        closes_at=_maybe(of["closes_at"]),
    )


def held_of(of: Mapping[str, Any] | None) -> Held | None:
    if of is None:
        return None
    return Held(of["code"], of["cycle"], _instant(of["awarded_at"]), _maybe(of["in_force_until"]))


def _instant(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found


def _maybe(text: str | None) -> datetime | None:
    return _instant(text) if text else None
