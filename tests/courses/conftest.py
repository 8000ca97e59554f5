"""Courses to take: frozen straight into a release where only readers matter, written in Wagtail where authors do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions.freeze_questions import freeze_questions
from courses.blocks.asked import raw
from courses.models import CourseIndexPage, CoursePage, LessonPage, Question
from portal.evidence.record import record
from portal.home.library import library, locale
from portal.people.access import Viewer, viewer_of
from portal.people.models import User
from portal.releases.freeze import freeze
from portal.releases.models import Release
from portal.seams.contracts import Draft, PartDraft


def question(name: str, *, kind: str = "single", critical: bool = False, topic: str = "", **texts: str) -> Question:
    """A question whose right option is `a`; of several, `a` and `b`."""
    right = {"a", "b"} if kind == "multiple" else {"a"}
    ids = ("a", "b") if kind == "true_false" else ("a", "b", "c")
    values = {
        "prompt_pt_br": f"Pergunta {name}?",
        "prompt_en": f"Question {name}?",
        "explanation_pt_br": f"Porque {name}.",
        "explanation_en": f"Because {name}.",
        **texts,
    }
    return Question.objects.create(
        name=name,
        critical=critical,
        topic=topic,
        answer=raw({"kind": kind, "options": [_option(name, correct=name in right) for name in ids]}),
        **values,
    )


def _option(name: str, *, correct: bool) -> dict[str, Any]:
    return {
        "id": name,
        "correct": correct,
        "text": {"pt-br": f"opção {name}", "en": f"option {name}"},
        "explanation": {"pt-br": f"motivo secreto {name}", "en": f"secret reason {name}"},
    }


@dataclass
class Shelf:
    """Puts courses before readers."""

    versions: dict[UUID, int] = field(default_factory=dict)

    def course(
        self,
        *,
        lessons: int = 2,
        exam: int = 0,
        drills: Sequence[UUID] = (),
        key: UUID | None = None,
        slug: str = "curso",
        languages: Sequence[str] = ("pt-br", "en"),
        critical: int = 0,
        attempts: int = 3,
        wait_hours: int = 12,
        months: int | None = 12,
        lesson_ids: Sequence[UUID] = (),
        asks: Sequence[Question] = (),
        minutes: int = 0,
        review: Mapping[str, str] | None = None,
    ) -> Release:
        """A released course: each lesson asks one practice question, the exam draws from its own."""
        ids = [str(part) for part in (lesson_ids or [uuid4() for _ in range(lessons)])]
        practice = [question(f"p-{uuid4().hex[:8]}") for _ in ids[:1]]
        asked = list(asks) or [question(f"e-{uuid4().hex[:8]}", critical=place < critical) for place in range(exam)]
        versions = freeze_questions([*practice, *asked])
        parts = [
            PartDraft("", language, 0, f"Curso {language}", [], facts={"summary": "s", "minutes": 9})
            for language in languages
        ]
        for language in languages:
            parts += [
                self._lesson(part, language, place, practice[0] if place == 1 else None, versions)
                for place, part in enumerate(ids, start=1)
            ]
        draft = Draft(
            kind="course",
            key=key or uuid4(),
            slug=slug,
            source_locale="pt-br",
            parts=parts,
            revisions=[uuid4().int % 10**9],
            change_class="major",
            reason="Teste.",
            facts={
                "level": "introductory",
                "topics": [],
                "validity_months": months,
                "lessons": ids,
                "length": {
                    "lessons": dict.fromkeys(ids, 3),
                    "exam": exam,
                    "drills": {str(drill): 12 for drill in drills},
                },
                "drills": [str(drill) for drill in drills],
                "steps": [],
                "exam": {
                    "questions": [
                        {"question": str(q.key), "version": versions[q.key], "critical": q.critical, "lesson": ids[0]}
                        for q in asked
                    ],
                    "draw": 0,
                    "pass_mark": 80,
                    "attempts": attempts,
                    "wait_hours": wait_hours,
                    "minutes": minutes,
                    "review": review or {},
                },
            },
        )
        return freeze(draft, released_by=None)

    def _lesson(
        self, part: str, language: str, place: int, asked: Question | None, versions: dict[UUID, int]
    ) -> PartDraft:
        blocks: list[dict[str, Any]] = [{"id": "text", "type": "markdown", "value": f"Texto {language} {place}"}]
        if asked is not None:
            value = {"question": str(asked.key), "version": versions[asked.key]}
            blocks.append({"id": "ask", "type": "question", "value": value})
        return PartDraft(
            part_id=part,
            locale=language,
            position=place,
            title=f"Lição {place} {language}",
            blocks=blocks,
            html={"text": f"<p>Texto {language} {place}</p>"},
            facts={"summary": "", "minutes": 3},
        )


@pytest.fixture
def shelf(db: None) -> Shelf:
    return Shelf()


@dataclass
class Desk:
    """Writes a course in Wagtail as an author does."""

    def course(self, language: str = "pt-br", key: UUID | None = None) -> CoursePage:
        root = CourseIndexPage.objects.filter(locale=locale(language)).first() or library(language).add_child(
            instance=CourseIndexPage(title="Cursos", slug="courses", locale=locale(language))
        )
        return root.add_child(
            instance=CoursePage(
                title=f"Renovar {language}",
                slug="renovar",
                summary="Resumo",
                locale=locale(language),
                translation_key=key or uuid4(),
                live=False,
                change_class="major",
                change_reason="Primeira.",
            )
        )

    def lesson(
        self, course: CoursePage, text: str, key: UUID | None = None, asks: Question | None = None
    ) -> LessonPage:
        body: list[dict[str, Any]] = [{"type": "markdown", "value": text, "id": "text"}]
        if asks is not None:
            body.append({"type": "question", "value": asks.pk, "id": "ask"})
        page = course.add_child(
            instance=LessonPage(
                title=text,
                slug=f"l-{uuid4().hex[:8]}",
                locale=course.locale,
                translation_key=key or uuid4(),
                live=False,
                body=body,
            )
        )
        page.save_revision()
        return page

    def publish(self, course: CoursePage, *, change: str = "major") -> None:
        course = CoursePage.objects.get(pk=course.pk)
        course.change_class, course.change_reason = change, "Porque mudou."
        course.change_number = course.next_number()
        course.save_revision().publish()


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def seen_by() -> Callable[[User], Viewer]:
    return viewer_of


@pytest.fixture
def drill_passed() -> Callable[[User, UUID], None]:
    def passed(user: User, drill: UUID) -> None:
        result = {"attempt": 1, "score": 100, "passed": True, "failed": [], "step_refs": [], "hints": 0}
        record(person=user.person, verb="drill.attempted", kind="drill", key=drill, result=result)

    return passed


@dataclass
class Count:
    queries: int = 0


@pytest.fixture
def counted() -> Callable[[], Any]:
    """Counts what a request asks of the database; savepoints are free."""

    @contextmanager
    def counting() -> Iterator[Count]:
        count = Count()
        with CaptureQueriesContext(connection) as captured:
            yield count
        asked = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
        count.queries = len(asked)

    return counting
