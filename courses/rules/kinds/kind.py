"""What every kind of question can do: read an answer, give credit for it, show itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

Content = Mapping[str, Any]
"""A question, or one part of a case, as a version froze it."""
Answer = Sequence[str]
"""An answer in its canonical form, a list of words as xAPI and SCORM write the response of an interaction: ids of
options; ids in order; `left[.]right`; one decimal number; one text a gap; `part[.]word` for the parts of a case."""
Sent = Callable[[str], Sequence[str]]
"""What a form sent: `""` names the question's own field, another name the field of that part."""
Order = Sequence[str]
"""Ids in the order in which this person is shown them. The browser only ever gets places in it where the ids, or their
order in the file, would tell what is right."""

TO = "[.]"


class Unread(ValueError):
    """An answer that cannot be understood; `code` says how, in the words of `UNREAD`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Seen:
    """For whom a question is drawn. `revealed` alone lets out what is right and why."""

    language: str
    answer: Answer = ()
    revealed: bool = False
    order: Order | None = None


@dataclass(frozen=True)
class Pick:
    """Something to choose for a field."""

    value: str
    text: str
    is_chosen: bool


class Kind(Protocol):
    """One way of asking. Credit is a fraction from 0 to 1, and 1 is right."""

    @property
    def template(self) -> str:
        """What draws its body."""

    def order(self, content: Content, chance: random.Random) -> list[str]:
        """Ids in a new order to show."""

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        """The answer in its canonical form, empty where nothing was given; what was never offered is left out.

        Raises Unread.
        """

    def is_whole(self, content: Content, answer: Answer) -> bool:
        """Nothing that was asked is left open."""

    def credit(self, content: Content, answer: Answer) -> Fraction:
        """How much of the answer is right."""

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        """The answer as evidence may keep it for ever: without words of the person's own."""

    def body(self, content: Content, seen: Seen) -> Any:
        """What the kind's template draws."""

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        """The answer in words, for a person's copy of their data; nothing tells what would have been right."""


def whole_or_part(content: Content, right: int, of: int) -> Fraction:
    """All or nothing, or the share that is right where the question gives credit for parts."""
    if of and right >= of:
        return Fraction(1)
    return Fraction(max(right, 0), of) if of and content.get("partial") else Fraction(0)
