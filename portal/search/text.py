"""Text of entries: words out of HTML, and the piece of a text around the words that were asked for, marked."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

_BREAKS = re.compile(
    r"</(?:p|li|h[1-6]|td|th|tr|dt|dd|blockquote|div|pre|summary|figcaption)>|<br\s*/?>", re.IGNORECASE
)
_TAGS = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[a-z0-9]+")
LONGEST = 60_000
"""Characters of one entry that are indexed; far above what a lesson is."""
AROUND = 240
"""Characters a snippet shows."""
LEAD = 70
"""Of those, how many stand before the first marked word."""


def words_of(pieces: Iterable[str]) -> str:
    """Plain text of sanitised HTML, what stood in blocks kept apart by spaces."""
    joined = " ".join(_TAGS.sub("", _BREAKS.sub(" ", piece)) for piece in pieces)
    return _SPACE.sub(" ", html.unescape(joined)).strip()[:LONGEST]


def folded(word: str) -> str:
    """A word without accents, in lower case, as `search_plain` writes it."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()


def plain(said: str) -> str:
    """Words as `search_plain` writes them."""
    return " ".join(_LATIN.findall(folded(said)))


@dataclass(frozen=True)
class Piece:
    """A run of a text; marked where it is a word that was asked for."""

    text: str
    is_marked: bool = False


def marked(text: str, marks: Collection[str]) -> list[Piece]:
    """A text in runs, the asked words each in one of their own."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _hits(text, marks):
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_marked=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def snippet(body: str, marks: Collection[str]) -> list[Piece]:
    """The piece of a body where most of the asked words stand close together; its beginning where none does."""
    hits = list(_hits(body, marks))
    start = max(0, _densest(body, hits) - LEAD) if hits else 0
    if start:
        start = body.find(" ", start) + 1
    end = len(body) if start + AROUND >= len(body) else body.rfind(" ", start, start + AROUND)
    end = end if end > start else start + AROUND
    pieces = marked(body[start:end].strip(), marks)
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(body) else []
    return [*before, *pieces, *after]


def _hits(text: str, marks: Collection[str]) -> Iterator[tuple[int, int]]:
    if not marks:
        return
    for word in _WORD.finditer(text):
        if folded(word[0]) in marks:
            yield word.span()


def _densest(body: str, hits: list[tuple[int, int]]) -> int:
    """Where the window begins that holds the most different asked words."""
    best, best_at = 0, hits[0][0]
    for place, (start, _) in enumerate(hits):
        inside = {folded(body[a:b]) for a, b in hits[place : place + 40] if b <= start + AROUND - LEAD}
        if len(inside) > best:
            best, best_at = len(inside), start
    return best_at
