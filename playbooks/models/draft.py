"""A playbook's draft as a release would freeze it: the cover, then one part a step, in each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

from portal.seams.contracts import Draft, PartDraft
from portal.ui.markdown import to_html

if TYPE_CHECKING:
    from playbooks.models.pages import PlaybookPage

WORDS_A_MINUTE = 180
SOURCE = "pt-br"


def parts(page: PlaybookPage) -> list[PartDraft]:
    """Cover and steps of one page; a step's part id is its block id, the same in every locale."""
    locale = page.locale.language_code
    steps = [_step(block, locale=locale, position=place) for place, block in enumerate(page.steps, start=1)]
    cover = PartDraft(
        part_id="",
        locale=locale,
        position=0,
        title=page.title,
        blocks=[],
        facts={
            "summary": page.summary,
            "minutes": _minutes(steps),
            "department": page.department.name_en if locale.startswith("en") else page.department.name_pt_br,
        },
    )
    return [cover, *steps]


def draft(pages: Sequence[PlaybookPage], *, change: tuple[str, str]) -> Draft | None:
    """The draft of all languages of one playbook; None while its source language is not published.

    The source leads: its order is the order, and a step that only a translation has is left out.
    """
    source = next((page for page in pages if page.locale.language_code == SOURCE), None)
    if source is None:
        return None
    frozen = parts(source)
    places = {part.part_id: part.position for part in frozen}
    for page in pages:
        if page != source:
            frozen += [replace(part, position=places[part.part_id]) for part in parts(page) if part.part_id in places]
    return Draft(
        kind=source.kind,
        key=source.translation_key,
        slug=source.slug,
        source_locale=SOURCE,
        parts=frozen,
        revisions=[page.live_revision_id or 0 for page in pages],
        change_class=change[0],
        reason=change[1],
        facts={
            "department": source.department.key,
            "topics": list(source.topics),
            "accountable": str(source.accountable.person) if source.accountable else None,
            "review_on": source.review_on.isoformat() if source.review_on else None,
        },
    )


def _step(block: Any, *, locale: str, position: int) -> PartDraft:
    value = block.value
    return PartDraft(
        part_id=str(block.id),
        locale=locale,
        position=position,
        title=value["title"],
        blocks=[{"id": str(block.id), "type": "markdown", "value": value["body"]}],
        html={str(block.id): to_html(value["body"])},
        facts={name: value.get(name) or "" for name in ("who", "evidence", "warning", "lesson", "drill")},
    )


def _minutes(steps: Sequence[PartDraft]) -> int:
    words = sum(len(strip_tags(html).split()) for step in steps for html in step.html.values())
    return max(1, round(words / WORDS_A_MINUTE))
