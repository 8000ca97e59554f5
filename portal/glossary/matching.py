"""Where the terms of a glossary stand in a text: whole words, whatever accents and capitals, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from portal.search.text import folded

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s\u00a0\u2010\u2011-]+")
"""What may stand between two words of one term."""


@dataclass(frozen=True)
class Form:
    """One way to write a term: its words as they are compared, and whose it is."""

    words: tuple[str, ...]
    term: str
    exactly: str = ""
    """The letters themselves, for an abbreviation: "IT" is no "it"."""


def words_of(said: str) -> tuple[str, ...]:
    """A form as it is compared: its words without accents, in lower case."""
    return tuple(folded(word) for word in _WORD.findall(said))


def listed(text: str) -> list[str]:
    """Forms as an author lists them: apart by commas or on lines of their own."""
    return [form for form in (" ".join(piece.split()) for piece in text.replace("\n", ",").split(",")) if form]


class Matcher:
    """Every form of one language by its first word, longer ones before their beginnings."""

    def __init__(self, forms: Iterable[Form]) -> None:
        found: dict[str, dict[tuple[tuple[str, ...], str], Form]] = {}
        for form in forms:
            if form.words:
                found.setdefault(form.words[0], {}).setdefault((form.words, form.exactly), form)
        self._by_first: Mapping[str, list[Form]] = {
            first: sorted(named.values(), key=lambda form: (-len(form.words), not form.exactly))
            for first, named in found.items()
        }

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Begin, end and term of each place, left to right; no two overlap."""
        words = [(folded(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            form = next((f for f in self._by_first.get(words[at][0], ()) if _stands(f, text, words, at)), None)
            if form is None:
                at += 1
                continue
            last = at + len(form.words) - 1
            yield words[at][1], words[last][2], form.term
            at = last + 1


def _stands(form: Form, text: str, words: list[tuple[str, int, int]], at: int) -> bool:
    there = words[at : at + len(form.words)]
    if len(there) < len(form.words) or any(one[0] != word for one, word in zip(there, form.words, strict=True)):
        return False
    gaps = (text[left[2] : right[1]] for left, right in pairwise(there))
    if not all(_BETWEEN.fullmatch(gap) for gap in gaps):
        return False
    return not form.exactly or text[there[0][1] : there[-1][2]] == form.exactly
