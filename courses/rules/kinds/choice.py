"""Choosing: one option, several, or true and false."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from courses.rules.kinds.kind import Answer, Content, Order, Seen, Sent, whole_or_part
from courses.rules.words import said


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
class ChoiceBody:
    """The options in the order shown."""

    options: Sequence[OptionFace]
    is_multiple: bool


@dataclass(frozen=True)
class Choice:
    """Options of which one, or with `many` any number, is chosen; `fixed` never changes their order."""

    many: bool = False
    fixed: bool = False
    template: str = "courses/kinds/_choice.html"

    def order(self, content: Content, chance: random.Random) -> list[str]:
        ids = [str(option["id"]) for option in content["options"]]
        if not self.fixed:
            chance.shuffle(ids)
        return ids

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        offered = {option["id"] for option in content["options"]}
        chosen = sorted(offered & set(sent("")))
        return chosen if self.many else chosen[:1]

    def is_whole(self, content: Content, answer: Answer) -> bool:
        return bool(answer)

    def credit(self, content: Content, answer: Answer) -> Fraction:
        """A wrong option takes back what a right one gave, so that choosing all is worth nothing."""
        right, chosen = right_options(content), frozenset(answer)
        if not self.many or not content.get("partial"):
            return Fraction(chosen == right)
        return whole_or_part(content, len(chosen & right) - len(chosen - right), len(right))

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        return list(answer)

    def body(self, content: Content, seen: Seen) -> ChoiceBody:
        options = {option["id"]: option for option in content["options"]}
        faces = []
        for name in seen.order or options:
            option, chosen = options[name], name in seen.answer
            text = said(option["text"], seen.language)
            if not seen.revealed:
                faces.append(OptionFace(name, text, is_chosen=chosen))
                continue
            why = said(option["explanation"], seen.language)
            right = bool(option["correct"])
            faces.append(
                OptionFace(name, text, chosen, is_right=right, is_mistake=chosen and not right, explanation=why)
            )
        return ChoiceBody(options=faces, is_multiple=self.many)

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        return [said(option["text"], language) for option in content["options"] if option["id"] in answer]


def right_options(content: Content) -> frozenset[str]:
    """Ids of the options that are right."""
    return frozenset(option["id"] for option in content["options"] if option["correct"])
