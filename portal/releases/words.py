"""Two texts compared word by word: paragraphs find their counterparts first, then words within each pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import groupby

ALIKE = 0.45
"""How much two passages must share to be one passage that changed."""
ISLAND = 4
"""Letters below which words left standing between two changes belong to the change: nobody reads them apart."""
MANY = 60
"""Passages to pair; beyond it they are paired in order."""
MARKS = {"a", "code", "del", "em", "strong"}
PASSAGES = {"p", "h2", "h3", "h4", "li", "pre", "tr"}
_WORDS = re.compile(r"\w+(?:[-'’.,/]\w+)*|[^\w\s]")

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Word:
    """One word as it stands; whether a space stood before it is no change."""

    text: str
    marks: tuple[tuple[str, str], ...] = ()
    """How it is set, and for a link where it leads; a picture is its description marked ("img", address)."""
    space: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, list item or row of a table: `cells` has one text, a row several."""

    tag: str
    cells: tuple[tuple[Word, ...], ...]
    depth: int = 0
    """How deep a list item lies; 1 for a row of heads."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for cell in self.cells for word in cell)


@dataclass(frozen=True)
class Run:
    """Words that share a fate."""

    state: str
    words: Sequence[Word]


@dataclass(frozen=True)
class Compared:
    """A passage with what became of it: same, added, removed, or changed with its words told apart."""

    tag: str
    depth: int
    state: str
    cells: Sequence[Sequence[Run]]


def words_of(text: str, marks: tuple[tuple[str, str], ...] = ()) -> list[Word]:
    """The words of a plain text."""
    return [
        Word(found[0], marks, space=found.start() > 0 and text[found.start() - 1].isspace())
        for found in _WORDS.finditer(text)
    ]


def plain(tag: str, text: str) -> Passage:
    return Passage(tag, (tuple(words_of(text)),))


class _Reader(HTMLParser):
    """Reads our own sanitised HTML into passages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self._cells: list[list[Word]] = [[]]
        self._tag = "p"
        self._marks: list[tuple[str, str]] = []
        self._lists: list[str] = []
        self._gap = False
        self._is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in {"ul", "ol"}:
            self._end()
            self._lists.append(tag)
        elif tag in PASSAGES:
            if tag != "p" or not (self._lists or self._is_row()):
                self._end()
                self._tag = {"li": self._lists[-1] if self._lists else "ul"}.get(tag, tag)
                self._cells = [] if tag == "tr" else [[]]
        elif tag in {"td", "th"}:
            self._cells.append([])
            self._is_head = tag == "th"
        elif tag == "blockquote":
            self._end()
            self._tag = "blockquote"
        elif tag in MARKS:
            self._marks.append((tag, said.get("href") or ""))
        elif tag == "img":
            self._last().append(Word(said.get("alt") or "", (("img", said.get("src") or ""),)))
        elif tag == "br":
            self._gap = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._end()
            if self._lists:
                self._lists.pop()
        elif tag == "p" and (self._lists or self._is_row()):
            self._gap = True
        elif tag in PASSAGES or tag == "blockquote":
            self._end()
        elif tag in MARKS and self._marks:
            self._marks.pop()

    def handle_data(self, data: str) -> None:
        found = words_of(data, tuple(self._marks))
        gap, self._gap = self._gap or data[:1].isspace(), bool(data) and data[-1].isspace()
        if found:
            first = found[0]
            self._last().extend([Word(first.text, first.marks, space=gap or first.space), *found[1:]])

    def _last(self) -> list[Word]:
        if not self._cells:
            self._cells.append([])
        return self._cells[-1]

    def _is_row(self) -> bool:
        return self._tag == "tr"

    def _end(self) -> None:
        if any(self._cells):
            depth = max(0, len(self._lists) - 1) if self._tag in {"ul", "ol"} else int(self._is_row() and self._is_head)
            self.passages.append(Passage(self._tag, tuple(map(tuple, self._cells)), depth))
        self._cells, self._tag, self._gap = [[]], "p", False


def passages_of(html: str) -> list[Passage]:
    """What a sanitised HTML text says, passage by passage."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader._end()
    return reader.passages


def compared(before: Sequence[Passage], after: Sequence[Passage]) -> list[Compared]:
    """Passages of both, in the order of reading: what went stands where it stood."""
    found: list[Compared] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [_whole(passage, SAME) for passage in after[c:d]]
        else:
            found += _replaced(before[a:b], after[c:d])
    return found


def compared_words(before: Sequence[Word], after: Sequence[Word]) -> list[Run]:
    """Runs of words kept, removed and added; what is removed comes before what replaces it."""
    runs: list[Run] = []
    for kind, a, b, c, d in _joined(SequenceMatcher(None, before, after, autojunk=False).get_opcodes(), before):
        if kind == "equal":
            runs.append(Run(SAME, after[c:d]))
            continue
        if b > a:
            runs.append(Run(REMOVED, before[a:b]))
        if d > c:
            runs.append(Run(ADDED, after[c:d]))
    return runs


Opcode = tuple[str, int, int, int, int]


def _joined(codes: Iterable[Opcode], before: Sequence[Word]) -> Iterator[Opcode]:
    """Changes with next to nothing between them are one change."""
    listed = list(codes)
    is_change = [
        kind != "equal" or (0 < at < len(listed) - 1 and sum(len(word.text) for word in before[a:b]) < ISLAND)
        for at, (kind, a, b, _c, _d) in enumerate(listed)
    ]
    for changes, group in groupby(zip(is_change, listed, strict=True), key=lambda pair: pair[0]):
        same = [code for _, code in group]
        if changes:
            yield "replace", same[0][1], same[-1][2], same[0][3], same[-1][4]
        else:
            yield from same


def _replaced(before: Sequence[Passage], after: Sequence[Passage]) -> list[Compared]:
    found: list[Compared] = []
    a = c = 0
    for b, d in _pairs(before, after):
        found += [_whole(passage, REMOVED) for passage in before[a:b]]
        found += [_whole(passage, ADDED) for passage in after[c:d]]
        found.append(_changed(before[b], after[d]))
        a, c = b + 1, d + 1
    found += [_whole(passage, REMOVED) for passage in before[a:]]
    return found + [_whole(passage, ADDED) for passage in after[c:]]


def _pairs(before: Sequence[Passage], after: Sequence[Passage]) -> list[tuple[int, int]]:
    """Which passage became which, in order: the pairing that keeps most of the words."""
    if len(before) * len(after) > MANY * MANY:
        return [(at, at) for at in range(min(len(before), len(after))) if _likeness(before[at], after[at]) >= ALIKE]
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for a in range(len(before), -1, -1):
        for c in range(len(after), -1, -1):
            if a == len(before) or c == len(after):
                best[a, c] = (0.0, [])
                continue
            found = max(best[a + 1, c], best[a, c + 1], key=lambda pair: pair[0])
            alike = _likeness(before[a], after[c])
            if alike >= ALIKE and alike + best[a + 1, c + 1][0] > found[0]:
                found = (alike + best[a + 1, c + 1][0], [(a, c), *best[a + 1, c + 1][1]])
            best[a, c] = found
    return best[0, 0][1]


def _likeness(before: Passage, after: Passage) -> float:
    """From 0 to 1; a row of a table is never a paragraph, and is known by its first cell."""
    is_row = after.tag == "tr"
    if (before.tag == "tr") != is_row or len(before.cells) != len(after.cells):
        return 0.0
    if is_row and before.cells[0] and before.cells[0] == after.cells[0]:
        return 1.0
    matcher = SequenceMatcher(None, [w.text for w in before.words], [w.text for w in after.words], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE else 0.0


def _changed(before: Passage, after: Passage) -> Compared:
    cells = [compared_words(old, new) for old, new in zip(before.cells, after.cells, strict=True)]
    return Compared(after.tag, after.depth, "changed", cells)


def _whole(passage: Passage, state: str) -> Compared:
    return Compared(passage.tag, passage.depth, state, [[Run(state, cell)] if cell else [] for cell in passage.cells])
