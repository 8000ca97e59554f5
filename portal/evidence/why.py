"""Why: the facts behind a status, told as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.evidence.alias import of
from portal.evidence.models import Evidence
from portal.people.days import at_home
from portal.releases.models import Release, ReleasePart
from portal.releases.read import covers
from portal.seams.registry import registry

NEWEST = 200
"""The page shows at most so many facts, the newest."""


@dataclass(frozen=True)
class Fact:
    """One fact as a person reads it; `reference` names its row."""

    sentence: str
    detail: str
    occurred_at: datetime
    icon: str
    release: int | None
    reference: str
    decides: bool
    """Whether the status can rest on it; what does not is told apart, as what happened along the way."""
    thing: str = ""
    """What it happened with, where that is a part of what was asked about."""


def facts(person: UUID, kind: str, key: UUID, *, language: str) -> Sequence[Fact]:
    """What is recorded of this person and this thing, or the things it stands on, newest first, in constant queries."""
    parts = registry.stands_on(kind, key)
    asked = Q(kind=kind, key=key)
    for of_kind, of_key in parts:
        asked |= Q(kind=of_kind, key=of_key)
    rows = list(of([person]).filter(asked).order_by("-occurred_at", "-id")[:NEWEST])
    things = _things(parts, language)
    numbers = dict(Release.objects.filter(pk__in={r.release for r in rows}).values_list("pk", "number"))
    titles = _part_titles(rows, language)
    return [
        Fact(
            sentence=_sentence(row, titles.get((row.release, row.part), "")),
            detail=_detail(row),
            occurred_at=row.occurred_at,
            icon=_icon(row),
            release=numbers.get(row.release) if row.release else None,
            reference=str(row.id),
            decides=row.verb in registry.targets[row.kind].verbs if row.key != key else row.verb not in _ALONG_THE_WAY,
            thing=things.get((row.kind, row.key), ""),
        )
        for row in rows
    ]


def _things(parts: Sequence[tuple[str, UUID]], language: str) -> dict[tuple[str, UUID], str]:
    """Titles in force of the things that a whole stands on, one query a kind."""
    titles = {}
    for kind in dict.fromkeys(kind for kind, _key in parts):
        found = covers(kind, [key for of_kind, key in parts if of_kind == kind], language)
        titles.update({(kind, key): cover.title for key, (_release, cover) in found.items()})
    return titles


def told(rows: Sequence[Evidence]) -> Sequence[str]:
    """Each fact as a sentence in the language being spoken, in one query for the titles of parts."""
    titles = _part_titles(rows, translation.get_language() or "")
    return [_sentence(row, titles.get((row.release, row.part), "")) for row in rows]


def _part_titles(rows: Sequence[Evidence], language: str) -> dict[tuple[UUID | None, str], str]:
    named = [row for row in rows if row.part]
    found = ReleasePart.objects.filter(
        release__in={row.release for row in named}, part_id__in={row.part for row in named}
    ).values_list("release", "part_id", "locale", "title")
    titles: dict[tuple[UUID | None, str], str] = {}
    for release, part, locale, title in found:
        if locale == language or (release, part) not in titles:
            titles[release, part] = title
    return titles


_ICONS = {
    "course.enrolled": "log-in",
    "lesson.finished": "book-check",
    "exam.marked": "clipboard-check",
    "certificate.awarded": "award",
    "playbook.acknowledged": "check-check",
    "drill.attempted": "flask-conical",
    "idea.submitted": "lightbulb",
    "idea.supported": "thumbs-up",
}


_ALONG_THE_WAY = {"course.enrolled", "practice.answered"}


def _icon(row: Evidence) -> str:
    if row.verb == "practice.answered":
        return "check" if row.result["correct"] else "x"
    return _ICONS[row.verb]


def _sentence(row: Evidence, part: str) -> str:
    result: dict[str, Any] = row.result
    sentences: dict[str, Callable[[], str]] = {
        "course.enrolled": lambda: _("Started the course"),
        "lesson.finished": lambda: _("Finished the lesson “%(part)s”") % {"part": part},
        "practice.answered": lambda: (
            _("Answered a practice question correctly") if result["correct"] else _("Missed a practice question")
        ),
        "exam.marked": lambda: (
            (_("Passed the exam with %(score)s%%") if result["passed"] else _("Did not pass the exam: %(score)s%%"))
            % {"score": result["score"]}
        ),
        "certificate.awarded": lambda: _certificate(result),
        "playbook.acknowledged": lambda: _("Read and acknowledged version %(number)s") % {"number": result["number"]},
        "drill.attempted": lambda: (
            (
                _("Passed the drill with %(score)s of 100")
                if result["passed"]
                else _("Checked the drill: %(score)s of 100")
            )
            % {"score": result["score"]}
        ),
        "idea.submitted": lambda: _("Submitted the idea"),
        "idea.supported": lambda: _("Supported the idea"),
    }
    return sentences[row.verb]()


def _certificate(result: dict[str, Any]) -> str:
    until = parse_datetime(result["in_force_until"] or "")
    if until is None:
        return _("Earned the certificate, without an end date")
    return _("Earned the certificate, in force until %(day)s") % {"day": date_format(at_home(until), "DATE_FORMAT")}


def _detail(row: Evidence) -> str:
    result: dict[str, Any] = row.result
    if row.verb == "exam.marked":
        return _("Attempt %(attempt)s, pass mark %(mark)s%%") % {
            "attempt": result["attempt"],
            "mark": result["pass_mark"],
        }
    if row.verb == "drill.attempted":
        hints = ngettext("%(count)s hint", "%(count)s hints", result["hints"]) % {"count": result["hints"]}
        hints = hints if result["hints"] else _("no hint")
        return _("Attempt %(attempt)s, %(hints)s") % {"attempt": result["attempt"], "hints": hints}
    if row.verb == "certificate.awarded":
        return _("Code %(code)s, cycle %(cycle)s") % {"code": result["code"], "cycle": result["cycle"]}
    return ""
