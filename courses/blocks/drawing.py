"""From neutral blocks to what a template draws: text, a question's face, a card of another app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from courses.rules.faces import QuestionFace
from portal.seams.registry import registry
from portal.ui.markdown import framed

Block = Mapping[str, Any]
CARDS = {"drill": "drill", "step": "step"}
"""Which app's embed draws a block: block type → kind of embed."""
CALLOUT_ICONS = {"note": "info", "warning": "triangle-alert", "law": "scale", "policy": "shield-check"}


@dataclass(frozen=True)
class Drawn:
    """One block, ready; `template` draws it."""

    id: str
    type: str
    html: str = ""
    title: str = ""
    tone: str = ""
    icon: str = ""
    question: QuestionFace | None = None

    @property
    def template(self) -> str:
        return f"courses/blocks/_{self.type}.html"


def card_key(block: Block) -> str:
    """The key under which another app knows what the block points to."""
    value = block["value"]
    return value["drill"] if block["type"] == "drill" else f"{value['playbook']}/{value['step']}"


def cards(request: HttpRequest, blocks: Iterable[Block]) -> Mapping[str, Mapping[str, str]]:
    """Cards by block type and key: one call for each kind, none where its app offers no embed."""
    wanted: dict[str, list[str]] = {}
    for block in blocks:
        if block["type"] in CARDS and card_key(block) not in wanted.setdefault(block["type"], []):
            wanted[block["type"]].append(card_key(block))
    return {
        kind: registry.embeds[CARDS[kind]].cards(request, keys)
        for kind, keys in wanted.items()
        if CARDS[kind] in registry.embeds
    }


def draw(
    blocks: Sequence[Block],
    html: Mapping[str, str],
    *,
    faces: Mapping[str, QuestionFace],
    cards: Mapping[str, Mapping[str, str]],
) -> list[Drawn]:
    """Blocks in order; a card whose thing the viewer may not see is left out. `faces` go by block id."""
    drawn = []
    for block in blocks:
        kind, name, value = block["type"], block["id"], block["value"]
        if kind == "question":
            if name in faces:
                drawn.append(Drawn(name, kind, question=faces[name]))
        elif kind in CARDS:
            card = cards.get(kind, {}).get(card_key(block))
            if card:
                drawn.append(Drawn(name, "card", mark_safe(card)))  # noqa: S308  (rendered by the embed's own template)
        else:
            text = mark_safe(framed(html.get(name, "")))  # noqa: S308  (sanitised when it was frozen)
            tone = value.get("tone", "") if kind == "callout" else ""
            title = value.get("title", "") if kind != "markdown" else ""
            drawn.append(Drawn(name, kind, text, title=title, tone=tone, icon=CALLOUT_ICONS.get(tone, "")))
    return drawn


def pointed_cards(
    request: HttpRequest, *, drills: Sequence[str], steps: Sequence[str]
) -> Mapping[str, Sequence[SafeString]]:
    """Cards of the drills and playbook steps that a course points to, in order; one call for each kind."""
    found = {}
    for kind, keys in (("drill", drills), ("step", steps)):
        embed = registry.embeds.get(CARDS[kind])
        drawn = embed.cards(request, keys) if embed and keys else {}
        found[kind] = [mark_safe(drawn[key]) for key in keys if key in drawn]  # noqa: S308  (the embed's own template)
    return found
