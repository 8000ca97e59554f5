"""The shelf: every course with the viewer's own progress, and lessons as other apps show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, IntegerField, JSONField, OuterRef, Subquery, Value, When
from django.db.models.functions import JSONObject

from courses.models import Certificate, Enrolment, ExamAttempt, LessonProgress
from courses.queries.standing import DAWN, KIND, Held, drills_passed, held_of, level_word, visible
from courses.rules.length import Length
from portal.people.access import Viewer
from portal.releases.models import ReleasePart
from portal.releases.read import in_force, parts_of


@dataclass(frozen=True)
class CourseCard:
    """A course on the shelf, with the viewer's own progress."""

    slug: str
    title: str
    summary: str
    minutes: int
    level: str
    lessons: int
    locale: str
    is_foreign: bool
    done: int
    is_begun: bool
    held: Held | None
    validity_months: int | None

    @property
    def is_in_force(self) -> bool:
        return self.held is not None and self.held.is_in_force


@dataclass(frozen=True)
class Learning:
    """What a person has of one course: their newest cycle and certificate."""

    finished: frozenset[str] = frozenset()
    is_begun: bool = False
    cycle: int = 1
    held: Held | None = None
    lessons: Sequence[str] = field(default_factory=list)
    minutes_left: int | None = None
    """None where the release was frozen without its length, or the cycle is complete."""


def learning(viewer: Viewer, keys: Iterable[UUID] | None = None) -> Mapping[UUID, Learning]:
    """The viewer's newest cycle of each course, with progress and certificate; one query."""
    own = visible(Enrolment.objects.all(), viewer)
    if keys is not None:
        own = own.filter(course_key__in=list(keys))
    held = Certificate.objects.filter(user=OuterRef("user"), course_key=OuterRef("course_key")).order_by("-cycle")
    rows = (
        own.order_by("course_key", "-cycle")
        .distinct("course_key")
        .annotate(
            lessons=F("release__facts__lessons"),
            length=F("release__facts__length"),
            has_passed=Exists(ExamAttempt.objects.filter(enrolment=OuterRef("pk"), passed=True)),
            since=Case(When(cycle=1, then=Value(DAWN)), default=F("opened_at")),
            drills=ArraySubquery(drills_passed([viewer.person], since=OuterRef("since"))),
            finished=ArraySubquery(LessonProgress.objects.filter(enrolment=OuterRef("pk")).values("part_id")),
            held=Subquery(
                held.values(
                    of=JSONObject(code="code", cycle="cycle", awarded_at="awarded_at", in_force_until="in_force_until")
                )[:1],
                output_field=JSONField(),
            ),
        )
    )
    return {row.course_key: _learning(row) for row in rows}


def _learning(row: Any) -> Learning:
    """`row` is an enrolment with what `learning` reads beside it."""
    held, finished = held_of(row.held), frozenset(row.finished)
    left = None
    if row.length and (held is None or held.cycle != row.cycle):
        drills = {str(key) for key in row.drills}
        left = Length(**row.length).left(finished=finished, is_exam_passed=row.has_passed, drills_passed=drills)
    return Learning(finished, True, row.cycle, held, row.lessons, left)


def catalogue(viewer: Viewer, language: str) -> Sequence[CourseCard]:
    """Every released course, in three queries: those begun first, then by title."""
    releases = {release.pk: release for release in visible(in_force(KIND), viewer)}
    own = learning(viewer)
    cards = []
    for cover in parts_of(releases, language).filter(part_id="").defer("blocks", "html"):
        release = releases[cover.release_id]
        mine = own.get(release.key, Learning())
        lessons = mine.lessons or release.facts["lessons"]
        cards.append(
            CourseCard(
                slug=release.slug,
                title=cover.title,
                summary=cover.facts.get("summary", ""),
                minutes=cover.facts.get("minutes", 0),
                level=level_word(release),
                lessons=len(lessons),
                locale=cover.locale,
                is_foreign=cover.locale != language,
                done=len(mine.finished & set(lessons)),
                is_begun=mine.is_begun,
                held=mine.held,
                validity_months=release.facts["validity_months"],
            )
        )
    return sorted(cards, key=lambda card: (card.is_in_force, not card.is_begun, card.title))


@dataclass(frozen=True)
class LessonCard:
    """A lesson named from a playbook or a drill."""

    part_id: str
    slug: str
    title: str
    minutes: int
    course: str
    locale: str
    is_foreign: bool
    is_done: bool


def lesson_cards(viewer: Viewer, keys: Sequence[str]) -> Sequence[LessonCard]:
    """Lessons in force by part id, in the viewer's language; one query."""
    own = LessonProgress.objects.filter(enrolment__course_key=OuterRef("release__key"), part_id=OuterRef("part_id"))
    covers = ReleasePart.objects.filter(release=OuterRef("release"), part_id="")
    preferred = Case(When(locale=viewer.language, then=Value(0)), default=Value(1), output_field=IntegerField())
    releases = visible(in_force(KIND), viewer).values("pk")
    parts = (
        ReleasePart.objects.filter(release__in=Subquery(releases), part_id__in=[key for key in keys if key])
        .select_related("release")
        .defer("blocks", "html")
        .annotate(
            course=Subquery(covers.order_by(preferred).values("title")[:1]),
            is_done=Exists(visible(own, viewer)),
        )
        .order_by("part_id", preferred)
        .distinct("part_id")
    )
    return [
        LessonCard(
            part_id=part.part_id,
            slug=part.release.slug,
            title=part.title,
            minutes=part.facts.get("minutes", 0),
            course=part.course,
            locale=part.locale,
            is_foreign=part.locale != viewer.language,
            is_done=part.is_done,
        )
        for part in parts
    ]
