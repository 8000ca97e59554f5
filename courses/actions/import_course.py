"""Importing a course: a folder of Markdown and YAML becomes drafts and questions, and is released."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from ruamel.yaml import YAML

from courses.blocks.asked import raw
from courses.models import CourseIndexPage, CoursePage, LearningPathPage, LessonPage, Question
from portal.home.library import SOURCE, content_key, library, locale
from portal.releases.models import Release

P = TypeVar("P", CoursePage, LearningPathPage)
LANGUAGES = (SOURCE, "en")
SHELF = {"pt-br": "Cursos", "en": "Courses"}
FIRST = "Primeira versão."
_BLOCK = re.compile(r"^<!-- block (?P<id>[\w-]+) (?P<type>\w+)(?P<rest>.*?)-->\s*$", re.MULTILINE)
_SAID = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True)
class LessonFile:
    """One lesson in one language, as its file says it."""

    key: str
    title: str
    minutes: int
    summary: str
    topics: Sequence[str]
    blocks: Sequence[tuple[str, str, Mapping[str, str], str]]
    """Id, type, what the marker says, and the text below it."""


@transaction.atomic
def import_course(folder: Path, *, reason: str = "") -> Release | None:
    """Write the folder's course as drafts in every language and release it; None where nothing changed since.

    Raises ValueError with the file's name where a file cannot be understood.
    """
    digest = _digest(folder)
    course = _yaml(folder / "course.yaml")
    key = content_key("course", course["key"])
    existing = CoursePage.objects.filter(translation_key=key, locale=locale(SOURCE)).first()
    if existing is not None and existing.import_digest == digest:
        return None
    questions = _import_questions(_yaml(folder / "questions.yaml"))
    pages = {language: _course_page(course, language, questions) for language in LANGUAGES}
    for place, name in enumerate(course["lessons"]):
        for language in LANGUAGES:
            path = folder / name / f"{language}.md"
            if path.exists():
                _lesson_page(pages[language], _read_lesson(path), questions, place=place)
    return released(pages, digest=digest, change=course["change_class"], reason=reason)


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _import_questions(items: Sequence[Mapping[str, Any]]) -> dict[str, Question]:
    found = {}
    for item in items:
        values = {
            "name": item["key"],
            "topic": item.get("topic", ""),
            "critical": item["critical"],
            "prompt_pt_br": item["prompt"]["pt-br"].strip(),
            "prompt_en": item["prompt"].get("en", "").strip(),
            "explanation_pt_br": item["explanation"]["pt-br"].strip(),
            "explanation_en": item["explanation"].get("en", "").strip(),
            "source": item.get("source", ""),
            "tags": ", ".join(item.get("tags", ())),
            "answer": raw(item),
        }
        question = Question.objects.filter(key=content_key("question", item["key"])).first() or Question(
            key=content_key("question", item["key"])
        )
        for name, value in values.items():
            setattr(question, name, value)
        question.full_clean()
        question.save()
        found[item["key"]] = question
    return found


def shelf(language: str) -> CourseIndexPage:
    """The page below which courses and learning paths stand in one language; made when first asked for."""
    key = content_key("shelf", "courses")
    found: CourseIndexPage | None = CourseIndexPage.objects.filter(translation_key=key, locale=locale(language)).first()
    if found is not None:
        return found
    page: CourseIndexPage = library(language).add_child(
        instance=CourseIndexPage(title=SHELF[language], slug="courses", locale=locale(language), translation_key=key)
    )
    return page


def _course_page(course: Mapping[str, Any], language: str, questions: Mapping[str, Question]) -> CoursePage:
    exam = course["exam"]
    values = {
        "title": course["title"][language],
        "draft_title": course["title"][language],
        "slug": course["slug"],
        "summary": course["summary"][language].strip(),
        "level": course["level"],
        "topics": ", ".join(course["topics"]),
        "validity_months": course["validity_months"] or 0,
        "exam": [{"type": "question", "value": questions[name].pk, "id": name} for name in exam["questions"]],
        "draw": exam["draw"],
        "pass_mark": exam["pass_mark"],
        "attempts": exam["attempts"],
        "wait_hours": exam["wait_hours"],
        "minutes": exam.get("minutes", 0),
        "review_meanwhile": exam.get("review", {}).get("meanwhile", "lessons"),
        "review_at_the_end": exam.get("review", {}).get("at_the_end", "lessons"),
    }
    return drafted(CoursePage, content_key("course", course["key"]), language, values, change=course["change_class"])


def drafted(model: type[P], key: UUID, language: str, values: Mapping[str, Any], *, change: str) -> P:
    """The page of this key in one language with these values, not saved yet; made on the shelf where it is new."""
    page: P | None = model.objects.filter(translation_key=key, locale=locale(language)).first()
    if page is None:
        fresh = model(**values, translation_key=key, locale=locale(language), live=False)
        fresh.change_class, fresh.change_reason = change, FIRST
        made: P = shelf(language).add_child(instance=fresh)
        return made
    for name, value in values.items():
        setattr(page, name, value)
    return page


def released(pages: Mapping[str, P], *, digest: str, change: str, reason: str) -> Release | None:
    """Publish the pages of one thing, the source last: its publishing releases every language at once."""
    for language in reversed(LANGUAGES):
        page = pages[language]
        page.import_digest = digest
        page.change_class, page.change_reason, page.change_number = change, reason or FIRST, page.next_number()
        page.save_revision().publish()
    source = pages[SOURCE]
    return Release.objects.filter(kind=source.kind, key=source.translation_key).order_by("-number").first()


def _read_lesson(path: Path) -> LessonFile:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    head = YAML(typ="safe").load(front)
    marks = list(_BLOCK.finditer(body))
    if not marks or body[: marks[0].start()].strip():
        raise ValueError(f"{path}: every text stands below a block marker")
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    return LessonFile(
        key=head["key"],
        title=head["title"],
        minutes=head["minutes"],
        summary=head["summary"],
        topics=head.get("topics", []),
        blocks=[
            (
                mark["id"],
                mark["type"],
                {name: quoted or bare for name, quoted, bare in _SAID.findall(mark["rest"])},
                body[mark.end() : end].strip(),
            )
            for mark, end in zip(marks, ends, strict=True)
        ],
    )


def _lesson_page(course: CoursePage, file: LessonFile, questions: Mapping[str, Question], *, place: int) -> None:
    values = {
        "title": file.title,
        "draft_title": file.title,
        "minutes": file.minutes,
        "summary": file.summary,
        "topics": ", ".join(file.topics),
        "body": [
            {"type": kind, "id": name, "value": _value(kind, said, text, questions)}
            for name, kind, said, text in file.blocks
        ],
    }
    key = content_key("lesson", file.key)
    page = LessonPage.objects.filter(translation_key=key, locale=course.locale).first()
    if page is None:
        page = course.add_child(
            instance=LessonPage(**values, slug=file.key, translation_key=key, locale=course.locale, live=False)
        )
    else:
        for name, value in values.items():
            setattr(page, name, value)
    page.save_revision()


def _value(kind: str, said: Mapping[str, str], text: str, questions: Mapping[str, Question]) -> Any:
    if kind == "markdown":
        return text
    if kind == "callout":
        return {"tone": said["tone"], "title": said["title"], "body": text}
    if kind == "disclosure":
        return {"title": said["title"], "body": text}
    if kind == "question":
        return questions[said["key"]].pk
    if kind == "drill":
        return str(content_key("drill", said["key"]))
    if kind == "step":
        return f"{content_key('playbook', said['playbook'])}/{said['step']}"
    raise ValueError(f"unknown block: {kind}")
