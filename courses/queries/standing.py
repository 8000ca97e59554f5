"""Standing: where one person stands in one course, and what of courses anyone may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, IntegerField, JSONField, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from courses.models import Certificate, Enrolment, ExamAttempt, LessonProgress, PracticeAnswer
from courses.models.pages import Level
from courses.rules.sitting import Door, Entrance, ExamRules, Sat, entrance
from courses.rules.validity import may_renew
from portal.evidence.models import Evidence
from portal.people.access import Viewer
from portal.releases.models import Release

M = TypeVar("M", bound=Model)
KIND = "course"
DAWN = datetime(2000, 1, 1, tzinfo=UTC)
_OWNER: Mapping[type[Model], str] = {
    Enrolment: "user",
    Certificate: "user",
    ExamAttempt: "enrolment__user",
    LessonProgress: "enrolment__user",
    PracticeAnswer: "enrolment__user",
}


def visible(queryset: QuerySet[M], viewer: Viewer) -> QuerySet[M]:
    """Released courses are for everyone; what a person did in them is shown to that person alone."""
    if queryset.model is Release:
        return queryset.filter(kind=KIND)
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
    """Where the viewer stands in the course at this address, in one query. Raises Http404 where there is none."""
    key = Release.objects.filter(kind=KIND, slug=slug).order_by("-number").values("key")[:1]
    return _place(viewer, visible(Release.objects.filter(key=Subquery(key)), viewer))


def place_by_key(viewer: Viewer, key: UUID) -> Place:
    """The same by the course's key."""
    return _place(viewer, visible(Release.objects.filter(key=key), viewer))


def _place(viewer: Viewer, releases: QuerySet[Release]) -> Place:
    today = timezone.localdate()
    own = visible(Enrolment.objects.filter(course_key=OuterRef("key")), viewer).order_by("-cycle")
    newer = Release.objects.filter(kind=KIND, key=OuterRef("key"), effective_on__lte=today).order_by("-number")
    attempts = ExamAttempt.objects.filter(enrolment=OuterRef("enrolment")).order_by("number")
    held = visible(Certificate.objects.filter(course_key=OuterRef("key")), viewer).order_by("-cycle")
    found = (
        releases.annotate(
            enrolment=Subquery(own.values("pk")[:1]),
            pinned=Subquery(own.values("release")[:1]),
            cycle=Subquery(own.values("cycle")[:1]),
            begun_at=Subquery(own.values("opened_at")[:1]),
            newest=Subquery(newer.values("number")[:1]),
            finished=ArraySubquery(LessonProgress.objects.filter(enrolment=OuterRef("enrolment")).values("part_id")),
            sat=ArraySubquery(
                attempts.values(
                    of=JSONObject(
                        number="number",
                        opened_at="opened_at",
                        submitted_at="submitted_at",
                        score="score",
                        passed="passed",
                    )
                )
            ),
            held=Subquery(
                held.values(
                    of=JSONObject(code="code", cycle="cycle", awarded_at="awarded_at", in_force_until="in_force_until")
                )[:1],
                output_field=JSONField(),
            ),
        )
        .filter(Q(pk=F("pinned")) | Q(effective_on__lte=today))
        .annotate(drills_since=Case(When(cycle__gt=1, then=F("begun_at")), default=Value(DAWN)))
        .annotate(drills_passed=ArraySubquery(drills_passed(viewer.person, since=OuterRef("drills_since"))))
        .order_by(Case(When(pk=F("pinned"), then=Value(0)), default=Value(1), output_field=IntegerField()), "-number")
        .first()
    )
    if found is None:
        raise Http404
    return Place(
        release=found,
        enrolment=found.enrolment,
        cycle=found.cycle or 1,
        newest=found.newest or found.number,
        finished=frozenset(found.finished),
        sat=[_sat(of) for of in found.sat],
        drills_passed=frozenset(map(str, found.drills_passed)),
        held=held_of(found.held),
    )


def drills_passed(person: Any, *, since: Any) -> QuerySet[Any, Any]:
    """Keys of the drills this person passed since a moment, from evidence.

    A first cycle counts every drill ever passed; a renewal asks for new ones.
    """
    return (
        Evidence.objects.filter(
            person=person, kind="drill", verb="drill.attempted", result__passed=True, occurred_at__gte=since
        )
        .order_by()
        .values("key")
        .distinct()
    )


def _sat(of: Mapping[str, Any]) -> Sat:
    return Sat(of["number"], _instant(of["opened_at"]), _maybe(of["submitted_at"]), of["score"], of["passed"])


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
