"""A version as it was read: its parts in the reader's language, without anything that was held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.releases.compare import names_of
from portal.releases.facts import of_part, of_release
from portal.releases.models import Release, ReleasePart
from portal.releases.read import parts_of
from portal.ui.markdown import framed


@dataclass(frozen=True)
class Piece:
    """A block as an old version shows it; a question, a drill, a step are named alone."""

    html: SafeString
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class OldPart:
    """One part of a version."""

    anchor: str
    number: str
    title: str
    pieces: Sequence[Piece]
    facts: Sequence[tuple[str, str]]
    foreign: str
    """The language it is shown in where that is not the reader's, else empty."""


@dataclass(frozen=True)
class OldEdition:
    """The cover, the rules of the whole, and the parts."""

    cover: OldPart
    rules: Sequence[tuple[str, str]]
    parts: Sequence[OldPart]


def old_edition(release: Release, language: str) -> OldEdition:
    """The version of `release` in `language`; two or three queries."""
    rows = list(parts_of([release.pk], language))
    names = names_of(rows, language)
    cover, *parts = [_part(row, names, language) for row in sorted(rows, key=lambda row: row.position)]
    rules = [(label, said) for _name, label, said in of_release(release.facts)]
    return OldEdition(cover, rules, parts)


def _part(row: ReleasePart, names: Mapping[str, str], language: str) -> OldPart:
    return OldPart(
        anchor=f"part-{row.part_id}" if row.part_id else "cover",
        number=str(row.position) if row.part_id else "",
        title=row.title,
        pieces=[_piece(block, row.html.get(block["id"], ""), names) for block in row.blocks],
        facts=[(label, said) for _name, label, said in of_part(row.facts, names)],
        foreign="" if row.locale == language else row.locale,
    )


def _piece(block: Mapping[str, Any], html: str, names: Mapping[str, str]) -> Piece:
    value = block["value"]
    note = ""
    if block["type"] == "question":
        note = _("A practice question stood here.")
    elif "drill" in value or "step" in value:
        label = _("Drill") if "drill" in value else _("Playbook step")
        note = f"{label}: {names.get(value.get('drill') or value['step']) or _('not in force')}"
    text = mark_safe(framed(html))  # noqa: S308  (sanitised when it was frozen)
    return Piece(text, title=str(value.get("title", "")), note=note)
