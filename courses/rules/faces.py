"""Faces: what a frozen question shows in one language, before it is answered and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.rules.kinds import kind_of
from courses.rules.kinds.kind import Seen
from courses.rules.marking import is_right
from courses.rules.words import SOURCE, said


@dataclass(frozen=True)
class QuestionFace:
    """A question ready to be drawn: `template` draws `body`."""

    key: str
    version: int
    kind: str
    prompt: str
    template: str
    body: Any
    locale: str
    is_foreign: bool
    """The translation is missing, so it shows in its source language."""
    is_critical: bool = False
    is_answered: bool = False
    is_correct: bool = False
    explanation: str = ""
    confidence: str = ""
    """How sure somebody said to be, as they chose it."""

    @property
    def is_multiple(self) -> bool:
        return self.kind == "multiple"

    @property
    def is_sure(self) -> bool:
        return self.confidence == "sure"

    @property
    def is_fairly(self) -> bool:
        return self.confidence == "fairly"

    @property
    def is_unsure(self) -> bool:
        return self.confidence == "unsure"


def face(
    key: str,
    version: int,
    content: Mapping[str, Any],
    *,
    language: str,
    chosen: Sequence[str] = (),
    revealed: bool = False,
    order: Sequence[str] | None = None,
    confidence: str = "",
) -> QuestionFace:
    """`revealed` alone lets what is right and why out of the frozen content."""
    locale = language if content["prompt"].get(language) else SOURCE
    kind = kind_of(content)
    return QuestionFace(
        key=key,
        version=version,
        kind=content["kind"],
        prompt=said(content["prompt"], language),
        template=kind.template,
        body=kind.body(content, Seen(language, chosen, revealed, order)),
        locale=locale,
        is_foreign=locale != language,
        is_critical=bool(content.get("critical")),
        is_answered=revealed,
        is_correct=revealed and is_right(content, chosen),
        explanation=said(content["explanation"], language) if revealed else "",
        confidence=confidence,
    )
