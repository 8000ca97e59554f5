"""Importing questions: what a reader found in another system's file becomes questions of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from courses.blocks.asked import raw
from courses.models import Question
from courses.rules.banks.bank import Bank, Found
from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require

NEW, REPLACED, UNCHANGED, SKIPPED = "new", "replaced", "unchanged", "skipped"


@dataclass(frozen=True)
class Line:
    """What becomes of one question of the file; `codes` say why it is skipped, or what of it is lost."""

    line: int
    name: str
    outcome: str
    codes: Sequence[str] = ()
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """Every question of the file, in its order."""

    lines: Sequence[Line]

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def writes(self) -> int:
        return self.count(NEW) + self.count(REPLACED)


@transaction.atomic
def import_questions(bank: Bank, *, by: Viewer, replace: bool = False, dry: bool = False) -> Report:
    """Write what is new; what stands in the bank under the same name gives way only with `replace`.

    A dry run says the same and writes nothing. A question's topic and source, which no file names, stay as they are.
    Raises Http404 for who may not write.
    """
    require(by, Capability.WRITE)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('courses.question_import', 0))")
    names = [found.name for found in bank.taken]
    known = {question.name: question for question in Question.objects.select_for_update().filter(name__in=names)}
    lines = [Line(one.line, one.name, SKIPPED, (one.code,), one.detail) for one in bank.skipped]
    for found in bank.taken:
        line, question = _line(found, known.get(found.name), replace=replace)
        lines.append(line)
        if question is not None and not dry:
            question.save()
    report = Report(sorted(lines, key=lambda line: line.line))
    if report.writes and not dry:
        new, replaced, skipped = (report.count(outcome) for outcome in (NEW, REPLACED, SKIPPED))
        audited(by, "questions.imported", new=new, replaced=replaced, skipped=skipped)
    return report


def _line(found: Found, known: Question | None, *, replace: bool) -> tuple[Line, Question | None]:
    """What is said of a found question, and the question to save if there is one."""
    fresh = _filled(Question(), found)
    try:
        fresh.clean_fields()
        fresh.answer.stream_block.clean(fresh.answer)
    except ValidationError as error:
        return Line(found.line, found.name, SKIPPED, ("refused",), _said(error)), None
    if known is None:
        return Line(found.line, found.name, NEW, found.notes), fresh
    if _compared(known) == _compared(fresh):
        return Line(found.line, found.name, UNCHANGED), None
    if not replace:
        return Line(found.line, found.name, SKIPPED, ("name_taken",)), None
    return Line(found.line, found.name, REPLACED, found.notes), _filled(known, found)


def _filled(question: Question, found: Found) -> Question:
    content = found.content
    values = {
        "name": found.name,
        "tags": ", ".join(found.tags),
        "critical": found.critical,
        "answer": raw(content),
        **_both("prompt", content["prompt"]),
        **_both("explanation", content["explanation"]),
    }
    for name, value in values.items():
        setattr(question, name, value)
    return question


def _both(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{name}_pt_br": texts.get("pt-br", ""), f"{name}_en": texts.get("en", "")}


def _compared(question: Question) -> dict[str, Any]:
    return {**question.content(), "topic": "", "tags": question.tag_list()}


def _said(error: ValidationError) -> str:
    return " ".join(str(message) for message in getattr(error, "messages", ()))[:200]
