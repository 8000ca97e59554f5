"""What a drill's authors see of it: its file, and how its references and wrong ways go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from sandbox.drills import Brief, BriefError, load
from sandbox.drills.rehearsal import Solution, rehearse
from sandbox.drills.written import written
from sandbox.models import DrillPage


@dataclass(frozen=True)
class Cell:
    """One condition of one way: whether it was met, and what it saw."""

    is_met: bool
    saw: str


@dataclass(frozen=True)
class Way:
    """One way through the drill, as a row."""

    name: str
    is_reference: bool
    score: int
    is_expected: bool
    differs: Sequence[str]
    """What is not as the drill says, a sentence each."""
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Round:
    """All the ways on the company of one seed; `fault` where it could not begin."""

    seed: int
    is_expected: bool
    fault: str
    conditions: Sequence[str]
    ways: Sequence[Way]


def may_author(page: Any, user: Any) -> bool:
    """Whether this is a drill that the user may edit."""
    return isinstance(page, DrillPage) and bool(page.permissions_for_user(user).can_edit())


def draft_of(page_id: int, user: Any) -> DrillPage:
    """The newest draft of a drill, for whoever may edit it; raises Http404."""
    page = DrillPage.objects.filter(pk=page_id).first()
    if page is None or not may_author(page, user):
        raise Http404
    draft: DrillPage = page.get_latest_revision_as_object()
    return draft


def brief_of_draft(page: DrillPage) -> Brief:
    """The brief that publishing the draft would freeze; raises Http404 where there is none."""
    try:
        return load(page.brief)
    except BriefError as fault:
        raise Http404 from fault


def file_of(page: DrillPage) -> tuple[str, str]:
    """The name and the text of a drill's file, in the canonical style."""
    brief = brief_of_draft(page)
    return f"{brief.key}.yaml", written(brief)


def rounds(page: DrillPage, seeds: Sequence[int], language: str) -> list[Round]:
    """Every reference and wrong way, done and marked on the company of each seed."""
    brief = brief_of_draft(page)
    return [_round(brief, seed, language) for seed in seeds]


def _round(brief: Brief, seed: int, language: str) -> Round:
    done = rehearse(brief, seed)
    titles: list[str] = [condition.id for condition in brief.conditions]
    for one in done.solutions:
        if one.marked is not None:
            titles = [result.title for result in one.marked[language].results]
    by_id = dict(zip((condition.id for condition in brief.conditions), titles, strict=True))
    return Round(
        seed=seed,
        is_expected=done.is_expected,
        fault=done.fault.sentence(language) if done.fault else "",
        conditions=titles,
        ways=[_way(one, by_id, language) for one in done.solutions],
    )


def _way(one: Solution, titles: dict[str, str], language: str) -> Way:
    differs = [one.fault.sentence(language)] if one.fault else []
    differs += [_("Should be met, and is not: %(title)s.") % {"title": titles[name]} for name in one.also_failed]
    differs += [_("Should not be met, and is: %(title)s.") % {"title": titles[name]} for name in one.not_failed]
    results = one.marked[language].results if one.marked else ()
    return Way(
        name=one.id.replace("_", " "),
        is_reference=one.kind == "reference",
        score=one.score,
        is_expected=one.is_expected,
        differs=differs,
        cells=[Cell(result.met, result.saw) for result in results],
    )
