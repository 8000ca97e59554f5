"""What a drill's authors see of it: its file, and how its references and wrong ways go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.validators import slug_re
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from portal.home.library import SOURCE
from portal.refusal import Refusal
from sandbox.drills import Brief, BriefError, keys, load, read_brief
from sandbox.drills.frozen import frozen, thawed
from sandbox.drills.paper import read
from sandbox.drills.rehearsal import Solution, rehearse
from sandbox.drills.sheet import Sheet, placed
from sandbox.drills.written import written
from sandbox.models import DrillIndexPage, DrillPage
from sandbox.models.drills import brief_of
from sandbox.models.soundness import faults_of

REHEARSED = range(1, 4)
"""The companies on which a drill must hold before it is released."""


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


def is_index(page: Any) -> bool:
    """Whether this is the page above all drills of a language."""
    return isinstance(page, DrillIndexPage)


def may_begin(user: Any) -> bool:
    """Whether the user may add drills, in every language that one has."""
    found = DrillIndexPage.objects.all()
    return bool(found) and all(one.permissions_for_user(user).can_add_subpage() for one in found)


def typed_into(page: DrillPage, data: Any, user: Any) -> tuple[DrillPage, list[str]]:
    """The page with what stands in its editor's form, saved or not, and what of that cannot be read, a sentence each."""
    parent = page.get_parent()
    form = page.get_edit_handler().get_form_class()(data, instance=page, parent_page=parent, for_user=user)
    form.defer_required_fields()
    faults = [] if form.is_valid() else [f"{_label(form, name)}{said}" for name, said in _said(form)]
    return (page, faults) if faults else (form.save(commit=False), [])


def _label(form: Any, name: str) -> str:
    return f"{form.fields[name].label}: " if name in form.fields else ""


def _said(form: Any) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.as_data().items():
        for error in errors:
            yield from ((name, said) for said in _leaves(error))


def _leaves(error: Any) -> Iterator[str]:
    """What is wrong in the blocks of a stream, however deep."""
    below = getattr(error, "block_errors", None) or {}
    others = getattr(error, "non_block_errors", None) or []
    for one in (*below.values(), *(others.as_data() if hasattr(others, "as_data") else others)):
        yield from _leaves(one)
    if not below and not others:
        yield from error.messages


@dataclass(frozen=True)
class Said:
    """One thing that is wrong with a file, and the line that it stands on."""

    fault: str
    line: str = ""


@dataclass(frozen=True)
class Reading:
    """A drill file as it was read: the drill, or what is wrong with it."""

    brief: Brief | None
    faults: Sequence[Said] = ()


def reading_of(text: str, into: DrillPage | None) -> Reading:
    """Reads a whole file and tells everything that is wrong with it; saves nothing."""
    if not text.strip():
        return Reading(None, [Said(_("Paste the text or choose a file."))])
    try:
        brief = read_brief(text)
        _room_for(brief, into)
        faults = faults_of(brief)
    except BriefError as fault:
        return Reading(None, [_as_typed(fault, text)])
    return Reading(None, [_as_typed(one, text) for one in faults]) if faults else Reading(brief)


def _as_typed(fault: BriefError, text: str) -> Said:
    found = read(text).placed(fault) if fault.where and not fault.line else fault
    lines = text.splitlines()
    line = lines[found.line - 1].strip() if found.line and found.line <= len(lines) else ""
    return Said(found.sentence(_language()), line)


def _room_for(brief: Brief, into: DrillPage | None) -> None:
    """Name and addresses are free, or this drill's own."""
    others = (
        DrillPage.objects.all() if into is None else DrillPage.objects.exclude(translation_key=into.translation_key)
    )
    if others.filter(key=brief.key).exists():
        raise BriefError(
            f"já existe um exercício “{brief.key}”: abra a página dele e envie o arquivo lá.",
            f"there is a drill “{brief.key}” already: open its page and upload the file there.",
            where=("key",),
        )
    for language in (SOURCE, "en"):
        slug = brief.slug.text(language)
        if not slug_re.fullmatch(slug) or others.filter(slug=slug, locale__language_code=language).exists():
            raise BriefError(
                f"“{slug}” não serve de endereço, ou já é o de outro exercício.",
                f"“{slug}” is no address, or is another drill's already.",
                where=("slug", language),
            )


def brief_of_draft(page: DrillPage) -> Brief:
    """The brief that the page says as it is now. Raises Refusal with what cannot be read."""
    sheets = page.sheets()
    try:
        return brief_of(sheets)
    except BriefError as fault:
        raise Refusal("drill_unreadable", fault.sentence(_language())) from fault


def releasable(sheets: dict[str, Sheet]) -> Brief:
    """The brief of some pages, rehearsed: it is released only where every way through it ends as its author says."""
    try:
        brief = brief_of(sheets)
        if comes_with_the_product(brief):
            return brief
        for fault in faults_of(brief):
            raise placed(fault, sheets[SOURCE])
        why = _failing(frozen(brief), _language())
    except BriefError as fault:
        raise Refusal("drill_unreadable", fault.sentence(_language())) from fault
    if why:
        raise Refusal("drill_fails_rehearsal", why)
    return brief


def comes_with_the_product(brief: Brief) -> bool:
    """Whether its own tests rehearse it already, under more seeds than here."""
    return brief.key in keys() and brief == load(brief.key)


@lru_cache(maxsize=64)
def _failing(text: str, language: str) -> str:
    """What of a drill is not as its author says, the first thing on the first company where something is; or nothing."""
    brief = thawed(text)
    for seed in REHEARSED:
        found = _round(brief, seed, language)
        if not found.is_expected:
            whys = [f"{way.name}: {said}" for way in found.ways for said in way.differs]
            said = _("In its rehearsal, on company %(n)s, something was not as the drill says. %(why)s")
            return said % {"n": seed, "why": found.fault or whys[0]}
    return ""


def file_of(page: DrillPage) -> tuple[str, str]:
    """The name and the text of a drill's file, in the canonical style."""
    brief = brief_of_draft(page)
    return f"{brief.key}.yaml", written(brief)


def rounds(page: DrillPage, seeds: Sequence[int], language: str) -> list[Round]:
    """Every reference and wrong way, done and marked on the company of each seed."""
    return rounds_of(brief_of_draft(page), seeds, language)


def rounds_of(brief: Brief, seeds: Sequence[int], language: str) -> list[Round]:
    """The same of a drill that is on no page yet."""
    return [_round(brief, seed, language) for seed in seeds]


def _language() -> str:
    return translation.get_language() or SOURCE


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
        fault=done.fault.sentence(language) if done.fault else _without_right_way(brief),
        conditions=titles,
        ways=[_way(one, by_id, language) for one in done.solutions],
    )


def _without_right_way(brief: Brief) -> str:
    if brief.references:
        return ""
    return _("The drill has no right way. Write at least one, so that it is known to be possible.")


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
