"""Reading: the outline of a course and one lesson of it, in the reader's language."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, JSONField, OuterRef, QuerySet, Subquery, When
from django.http import Http404
from django.utils.crypto import salted_hmac

from courses.models import PracticeAnswer, QuestionVersion
from courses.queries.standing import Place
from courses.rules.faces import QuestionFace, face
from courses.rules.kinds import kind_of
from portal.releases.models import ReleasePart
from portal.releases.read import parts_of
from portal.releases.upcast import upcast


@dataclass(frozen=True)
class LessonRow:
    """A lesson in the outline."""

    part_id: str
    position: int
    title: str
    summary: str
    minutes: int
    locale: str
    is_foreign: bool
    is_done: bool
    is_now: bool = False


@dataclass(frozen=True)
class Outline:
    """The cover and the lessons in the reader's language."""

    cover: ReleasePart
    lessons: Sequence[LessonRow]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.lessons)

    @property
    def next(self) -> LessonRow | None:
        return next((row for row in self.lessons if not row.is_done), None)


def outline(place: Place, language: str, *, now: str = "") -> Outline:
    """Titles of a course's parts, in one query; `now` names the lesson being read."""
    parts = list(parts_of([place.release.pk], language).defer("blocks", "html"))
    return _outline(parts, place.finished, language, now=now)


def _outline(parts: Iterable[ReleasePart], finished: frozenset[str], language: str, *, now: str = "") -> Outline:
    parts = list(parts)
    cover = next(part for part in parts if not part.part_id)
    return Outline(
        cover,
        [
            LessonRow(
                part_id=part.part_id,
                position=part.position,
                title=part.title,
                summary=part.facts.get("summary", ""),
                minutes=part.facts.get("minutes", 0),
                locale=part.locale,
                is_foreign=part.locale != language,
                is_done=part.part_id in finished,
                is_now=part.part_id == now,
            )
            for part in parts
            if part.part_id
        ],
    )


@dataclass(frozen=True)
class Lesson:
    """A lesson to be read, among the others of its course."""

    outline: Outline
    row: LessonRow
    blocks: Sequence[Mapping[str, Any]]
    html: Mapping[str, str]
    before: LessonRow | None = None
    after: LessonRow | None = None


def lesson(place: Place, part_id: str, language: str) -> Lesson:
    """One lesson and the titles around it, in one query. Raises Http404 where the release has no such lesson."""
    body = {
        name: Case(When(part_id=part_id, then=F(name)), default=None, output_field=JSONField())
        for name in ("blocks", "html")
    }
    parts = list(
        parts_of([place.release.pk], language)
        .defer("blocks", "html")
        .annotate(read_blocks=body["blocks"], read_html=body["html"])
    )
    read = next((part for part in parts if part.part_id == part_id and part_id), None)
    if read is None:
        raise Http404
    shape = _outline(parts, place.finished, language, now=part_id)
    at = next(i for i, row in enumerate(shape.lessons) if row.part_id == part_id)
    return Lesson(
        outline=shape,
        row=shape.lessons[at],
        blocks=upcast(read.read_blocks, schema=read.schema),
        html=read.read_html,
        before=shape.lessons[at - 1] if at else None,
        after=shape.lessons[at + 1] if at + 1 < len(shape.lessons) else None,
    )


def practice_faces(
    place: Place, part_id: str, blocks: Sequence[Mapping[str, Any]], language: str, *, again: str = ""
) -> Mapping[str, QuestionFace]:
    """Faces of a lesson's practice questions by block id, answered ones explained; one query, none without questions.

    `again` names the block to be answered once more: its last answer is not shown.
    """
    asked = {block["id"]: block["value"] for block in blocks if block["type"] == "question"}
    if not asked:
        return {}
    latest = PracticeAnswer.objects.filter(
        enrolment=place.enrolment, part_id=part_id, question=OuterRef("key"), version=OuterRef("number")
    ).order_by("-answered_at", "-pk")
    versions = _versions(value["question"] for value in asked.values()).annotate(
        chosen=Subquery(latest.values("chosen")[:1], output_field=JSONField()),
        confidence=Subquery(latest.values("confidence")[:1]),
    )
    found = {(str(version.key), version.number): version for version in versions}
    faces = {}
    for name, value in asked.items():
        version = found[value["question"], value["version"]]
        chosen = None if name == again else version.chosen
        faces[name] = face(
            str(version.key),
            version.number,
            version.content,
            language=language,
            chosen=chosen or (),
            confidence=version.confidence or "" if chosen is not None else "",
            revealed=chosen is not None,
            order=practice_order(place, name, version.content),
        )
    return faces


def practice_order(place: Place, block_id: str, content: Mapping[str, Any]) -> Sequence[str]:
    """The order in which a practice question shows what it shuffles: always the same in a release, and nobody's guess."""
    seed = salted_hmac("courses.practice_order", f"{place.release.pk}:{block_id}").hexdigest()
    return kind_of(content).order(content, random.Random(seed))  # noqa: S311  (the seed is a keyed digest)


def _versions(keys: Iterable[str]) -> QuerySet[QuestionVersion]:
    return QuestionVersion.objects.filter(key__in=set(keys))


def contents(asked: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Mapping[str, Any]]:
    """Frozen content by question key and version number, in one query."""
    wanted = set(asked)
    found = _versions(key for key, _ in wanted).filter(number__in={number for _, number in wanted})
    return {(str(v.key), v.number): v.content for v in found if (str(v.key), v.number) in wanted}
