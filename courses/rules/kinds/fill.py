"""Filling in: a text with gaps, each of which takes one of the words that are accepted."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from courses.rules.kinds.kind import Answer, Content, Order, Seen, Sent, whole_or_part
from courses.rules.words import said

GAP = re.compile(r"\[\[([\w-]+)\]\]")
LONGEST = 200
"""Characters of one answer that are kept; nobody fills a gap with more."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, and behind it a gap, whose `field` is empty after the last stretch."""

    text: str
    field: str = ""
    given: str = ""
    right: str = ""
    is_right: bool = False


@dataclass(frozen=True)
class FillBody:
    """The text in pieces."""

    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Fill:
    """`text` says `[[id]]` where a gap stands; `gaps` gives each id the words accepted, by language.

    Case, accents and spaces do not matter, and a word of either language is right in both.
    """

    template: str = "courses/kinds/_fill.html"

    def order(self, content: Content, chance: random.Random) -> list[str]:
        return []

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        given = [" ".join(next(iter(sent(str(at))), "").split())[:LONGEST] for at in range(1, len(content["gaps"]) + 1)]
        return given if any(given) else []

    def is_whole(self, content: Content, answer: Answer) -> bool:
        return len(answer) == len(content["gaps"]) and all(answer)

    def credit(self, content: Content, answer: Answer) -> Fraction:
        hits = sum(bool(word) for word in self.recorded(content, answer))
        return whole_or_part(content, hits, len(content["gaps"]))

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        """The author's word where it was met, nothing where it was not."""
        return [_met(gap["accepted"], word) for gap, word in zip(content["gaps"], answer, strict=False)]

    def body(self, content: Content, seen: Seen) -> FillBody:
        places = {gap["id"]: at for at, gap in enumerate(content["gaps"])}
        stretches = GAP.split(said(content["text"], seen.language))
        pieces = []
        for text, name in zip(stretches[::2], [*stretches[1::2], ""], strict=True):
            if name not in places:
                pieces.append(Piece(text))
                continue
            at = places[name]
            word = seen.answer[at] if at < len(seen.answer) else ""
            accepted = content["gaps"][at]["accepted"]
            pieces.append(
                Piece(
                    text,
                    field=str(at + 1),
                    given=word,
                    right=(accepted.get(seen.language) or next(iter(accepted.values())))[0] if seen.revealed else "",
                    is_right=seen.revealed and bool(_met(accepted, word)),
                )
            )
        return FillBody(pieces=pieces)

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        return list(answer)


def _met(accepted: dict[str, list[str]], word: str) -> str:
    """The accepted word that was meant, or nothing."""
    plain = _plain(word)
    return next((one for words in accepted.values() for one in words if plain and _plain(one) == plain), "")


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
