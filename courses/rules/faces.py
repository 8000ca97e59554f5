"""Faces: what a frozen question shows in one language, before it is answered and after."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.rules.marking import is_right

SOURCE = "pt-br"


@dataclass(frozen=True)
class OptionFace:
    """An option. `is_right` and `explanation` stay empty until the question is answered."""

    id: str
    text: str
    is_chosen: bool = False
    is_right: bool = False
    is_mistake: bool = False
    explanation: str = ""


@dataclass(frozen=True)
class QuestionFace:
    """A question ready to be drawn."""

    key: str
    version: int
    kind: str
    prompt: str
    options: Sequence[OptionFace]
    locale: str
    is_foreign: bool
    """The translation is missing, so it shows in its source language."""
    is_critical: bool = False
    is_answered: bool = False
    is_correct: bool = False
    explanation: str = ""

    @property
    def is_multiple(self) -> bool:
        return self.kind == "multiple"


def said(text: Mapping[str, str], language: str) -> str:
    """A text in `language`, or in the source where it is missing."""
    return text.get(language) or text.get(SOURCE) or next(iter(text.values()), "")


def face(
    key: str,
    version: int,
    content: Mapping[str, Any],
    *,
    language: str,
    chosen: Collection[str] = (),
    revealed: bool = False,
    order: Sequence[str] | None = None,
) -> QuestionFace:
    """`revealed` alone lets what is right and why out of the frozen content."""
    locale = language if content["prompt"].get(language) else SOURCE
    options = {option["id"]: option for option in content["options"]}
    return QuestionFace(
        key=key,
        version=version,
        kind=content["kind"],
        prompt=said(content["prompt"], language),
        options=[
            _option(options[name], language=language, chosen=name in chosen, revealed=revealed)
            for name in (order or list(options))
        ],
        locale=locale,
        is_foreign=locale != language,
        is_critical=bool(content.get("critical")),
        is_answered=revealed,
        is_correct=revealed and is_right(content, chosen),
        explanation=said(content["explanation"], language) if revealed else "",
    )


def _option(option: Mapping[str, Any], *, language: str, chosen: bool, revealed: bool) -> OptionFace:
    if not revealed:
        return OptionFace(id=option["id"], text=said(option["text"], language), is_chosen=chosen)
    return OptionFace(
        id=option["id"],
        text=said(option["text"], language),
        is_chosen=chosen,
        is_right=bool(option["correct"]),
        is_mistake=chosen and not option["correct"],
        explanation=said(option["explanation"], language),
    )
