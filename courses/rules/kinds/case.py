"""A case: one situation, several questions about it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.rules.kinds.kind import TO, Answer, Content, Kind, Order, Seen, Sent
from courses.rules.words import said


@dataclass(frozen=True)
class PartFace:
    """One question of the case. `explanation` stays empty until it is answered."""

    id: str
    kind: str
    template: str
    prompt: str
    body: Any
    is_right: bool = False
    explanation: str = ""


@dataclass(frozen=True)
class CaseBody:
    """The parts in the order written: each may build on the one before."""

    parts: Sequence[PartFace]


@dataclass(frozen=True)
class Case:
    """`parts` are questions of the simpler kinds, each with an id, a prompt and an explanation of its own."""

    kinds: Mapping[str, Kind]
    template: str = "courses/kinds/_case.html"

    def order(self, content: Content, chance: random.Random) -> list[str]:
        return [f"{part['id']}{TO}{name}" for part in content["parts"] for name in self._kind(part).order(part, chance)]

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        return [
            f"{part['id']}{TO}{word}"
            for part in content["parts"]
            for word in self._kind(part).read(
                part, _field(sent, part["id"]), order=_of(order, part["id"]), language=language
            )
        ]

    def is_whole(self, content: Content, answer: Answer) -> bool:
        return all(self._kind(part).is_whole(part, _of(answer, part["id"])) for part in content["parts"])

    def credit(self, content: Content, answer: Answer) -> Fraction:
        """The mean of its parts where parts count; otherwise every part has to be right."""
        parts = [self._kind(part).credit(part, _of(answer, part["id"])) for part in content["parts"]]
        mean = sum(parts, Fraction(0)) / len(parts) if parts else Fraction(0)
        return mean if content.get("partial") else Fraction(mean == 1)

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        return [
            f"{part['id']}{TO}{word}"
            for part in content["parts"]
            for word in self._kind(part).recorded(part, _of(answer, part["id"]))
        ]

    def body(self, content: Content, seen: Seen) -> CaseBody:
        return CaseBody(parts=[self._part(part, seen) for part in content["parts"]])

    def _part(self, part: Content, seen: Seen) -> PartFace:
        kind, answer = self._kind(part), _of(seen.answer, part["id"])
        order = _of(seen.order, part["id"]) if seen.order else None
        return PartFace(
            id=part["id"],
            kind=part["kind"],
            template=kind.template,
            prompt=said(part["prompt"], seen.language),
            body=kind.body(part, Seen(seen.language, answer, seen.revealed, order)),
            is_right=seen.revealed and kind.credit(part, answer) == 1,
            explanation=said(part.get("explanation", {}), seen.language) if seen.revealed else "",
        )

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        return [
            f"{said(part['prompt'], language)} {word}"
            for part in content["parts"]
            for word in self._kind(part).words(part, _of(answer, part["id"]), language)
        ]

    def _kind(self, part: Content) -> Kind:
        return self.kinds[part["kind"]]


def _of(words: Sequence[str], part: str) -> list[str]:
    """What of a case's words is this part's."""
    return [word.removeprefix(part + TO) for word in words if word.startswith(part + TO)]


def _field(sent: Sent, part: str) -> Sent:
    return lambda name: sent(f"{part}.{name}" if name else part)
