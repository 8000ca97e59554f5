"""Sheet: a drill in one language as its editor's form holds it, field by field, and the brief that its sheets say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from sandbox.drills import paper
from sandbox.drills.brief import Brief, ConditionSpec, cross_read, step_ref
from sandbox.drills.entries import check_in, entry_of
from sandbox.drills.faults import BriefError, at
from sandbox.drills.written import section

SOURCE: Final = "pt-br"
OTHER: Final = "en"
TEXTS: Final = ("slug", "title", "summary", "story", "debrief")
LISTS: Final = ("tasks", "hints")
"""Words in several parts: a paragraph each."""
FACTS: Final = ("key", "version", "playbook", "topics", "minutes", "company_name", "desk", "desks", "lessons")
AREAS: Final = ("vary", "people", "company", "prologue", "roles", "references", "wrong")
"""What is written as YAML, each part alone."""
IS_LIST: Final = {"people", "prologue", "references", "wrong"}

Sheet = dict[str, Any]


def sheet_of(brief: Brief, language: str) -> Sheet:
    """What stands on the page of a language; what is no words stands on the source's page alone."""
    words: Sheet = {name: getattr(brief, name).text(language) for name in TEXTS}
    words |= {name: "\n\n".join(one.text(language) for one in getattr(brief, name)) for name in LISTS}
    if language != SOURCE:
        return words
    plain = msgspec.to_builtins(brief)
    facts = {name: plain[name] for name in FACTS}
    areas = {name: section(plain[name]) for name in AREAS}
    return words | facts | areas | {"conditions": [_block(brief, one) for one in brief.conditions]}


def _block(brief: Brief, spec: ConditionSpec) -> dict[str, Any]:
    return {
        "type": "condition",
        "value": {
            "name": spec.id,
            "kind": spec.kind,
            "weight": spec.weight,
            "title_pt_br": spec.title.pt_br,
            "title_en": spec.title.en,
            "step": step_ref(brief, spec.step),
            "check": [entry_of(spec.check)],
        },
    }


def brief_in(sheets: Mapping[str, Sheet]) -> Brief:
    """The brief of a drill by language; where a translation is missing, the source stands for it.

    Raises BriefError with the field, and the line in it where it is one of the areas.
    """
    source = sheets[SOURCE]
    data: dict[str, Any] = {name: source[name] for name in FACTS}
    data |= {name: _both(sheets, name) for name in TEXTS}
    data |= {name: _pairs(sheets, name) for name in LISTS}
    papers = {name: area(name, source[name]) for name in AREAS}
    data |= {name: one.data for name, one in papers.items()}
    data["conditions"] = [_condition(source, place, block) for place, block in enumerate(source["conditions"])]
    try:
        with at():
            brief = msgspec.convert(data, Brief)
            cross_read(brief)
            return brief
    except BriefError as fault:
        raise _placed(fault, papers) from fault


def placed(fault: BriefError, source: Sheet) -> BriefError:
    """A fault that a brief of this sheet showed later on, with its line in the area that it lies in."""
    name = fault.where[0] if fault.where else ""
    return _placed(fault, {str(name): area(str(name), source[str(name)])}) if name in AREAS else fault


def _placed(fault: BriefError, papers: Mapping[str, paper.Paper]) -> BriefError:
    name, *below = fault.where or ("",)
    if fault.line or name not in papers:
        return fault
    return fault.on(papers[str(name)].line_of(tuple(below)))


def area(name: str, text: str) -> paper.Paper:
    """One part as it was typed in, of the shape that it must have. Raises BriefError with the line."""
    with at(name):
        read = paper.read(text.replace("\r\n", "\n"))
        found = read if read.data is not None else paper.Paper([] if name in IS_LIST else {}, {})
        shape = next(one.type for one in msgspec.structs.fields(Brief) if one.name == name)
        try:
            with at():
                msgspec.convert(found.data, shape)
        except BriefError as fault:
            raise found.placed(fault) from fault
        return found


def paragraphs(text: str) -> list[str]:
    """The parts of a text, with an empty line between them."""
    return [one.strip() for one in text.replace("\r\n", "\n").split("\n\n") if one.strip()]


def _both(sheets: Mapping[str, Sheet], name: str) -> dict[str, str]:
    ours = _clean(sheets[SOURCE][name])
    return {SOURCE: ours, OTHER: _clean(sheets.get(OTHER, {}).get(name, "")) or ours}


def _pairs(sheets: Mapping[str, Sheet], name: str) -> list[dict[str, str]]:
    """Where there are not as many in the translation, nobody knows which is which, and the source's stand."""
    ours = paragraphs(sheets[SOURCE][name])
    theirs = paragraphs(sheets.get(OTHER, {}).get(name, ""))
    return [
        {SOURCE: one, OTHER: other}
        for one, other in zip(ours, theirs if len(theirs) == len(ours) else ours, strict=True)
    ]


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _condition(source: Sheet, place: int, block: Mapping[str, Any]) -> dict[str, Any]:
    said = block["value"]
    checks: Sequence[Mapping[str, Any]] = said["check"]
    with at("conditions", place, "check"):
        check = check_in(checks[0]) if checks else {}
    pt_br, en = _clean(said["title_pt_br"] or ""), _clean(said["title_en"] or "")
    return {
        "id": said["name"],
        "kind": said["kind"],
        "weight": said["weight"],
        "title": {SOURCE: pt_br, OTHER: en or pt_br},
        "step": str(said["step"]).removeprefix(f"{source['playbook']}/"),
        "check": check,
    }
