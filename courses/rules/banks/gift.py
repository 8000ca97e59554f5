"""GIFT, the text format of Moodle: `::name:: question {=right ~wrong}`, questions apart by an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from courses.rules.banks.bank import Bank, Entry, Reading, Unfit, decoded
from courses.rules.banks.contents import BLANK, Option, Writer, decimal_of
from courses.rules.banks.plain import plain
from courses.rules.banks.tags import tags_of

ESCAPED = "~=#{}:n\\"
MOST_PIECES = 60
"""Answers of one question that are read at all."""
_SAFE = {letter: chr(0xE000 + at) for at, letter in enumerate(ESCAPED)}
_MEANT = {chr(0xE000 + at): "\n" if letter == "n" else letter for at, letter in enumerate(ESCAPED)}
_ESCAPE = re.compile(r"\\([~=#{}:n\\])")
_PRIVATE = re.compile("[\ue000-\ue00f]")
_MARK = re.compile(r"\[(id|tag):([^\[\]]{1,200})\]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_PIECE = re.compile(r"([=~])([^=~]*)")
_SHARE = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)%", re.ASCII)
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass
class _Block:
    """The lines of one question, with what comments above it say."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    category: str = ""


def read(file: str | bytes, language: str = "pt-br") -> Bank:
    """Raises Fault for a file that is no text, too large, or of too many questions."""
    reading = Reading(language)
    for block in _blocks(decoded(file)):
        text = _ESCAPE.sub(lambda found: _SAFE[found[1]], "\n".join(block.lines)).strip()
        title, rest = _titled(text)
        entry = Entry(block.line, _meant(title), [*tags_of(block.category), *block.tags])
        reading.take(entry, partial(_content, rest, Writer(language, entry)))
    return reading.bank()


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block()
    for at, line in enumerate([*_PRIVATE.sub("", text).split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            block.tags += [value for name, value in _MARK.findall(bare) if name == "tag"]
        elif bare.startswith("$CATEGORY:"):
            block.category = bare.removeprefix("$CATEGORY:").strip()
        elif bare:
            block.line = block.line or at
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block(category=block.category)


def _titled(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, closed, rest = text[2:].partition("::")
    return (title, rest) if closed else ("", text)


def _content(text: str, writer: Writer) -> dict[str, Any]:
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise Unfit("description")
    if start < 0 or end < start:
        raise Unfit("broken", "{ }")
    opening = _FORMAT.match(text.strip())
    markup = bool(opening) and opening is not None and opening[1] == "html"
    before, after = text[:start].strip(), text[end + 1 :].strip()
    before = before[opening.end() :] if opening else before
    said = _Said(writer, markup)
    prompt = said(f"{before} {BLANK}{'' if _joins(after) else ' '}{after}" if after else before)
    inner, _, general = text[start + 1 : end].strip().partition("####")
    return _answered(inner.strip(), prompt, said(general), said)


def _joins(after: str) -> bool:
    return after[:1] in set(".,;:!?)")


@dataclass(frozen=True)
class _Said:
    """A piece of the source as plain text."""

    writer: Writer
    markup: bool

    def __call__(self, text: str) -> str:
        text = text.strip()
        opening = _FORMAT.match(text)
        markup = opening[1] == "html" if opening else self.markup
        return plain(_meant(text[opening.end() :] if opening else text), self.writer.entry, markup=markup)


def _answered(inner: str, prompt: str, why: str, said: _Said) -> dict[str, Any]:
    writer = said.writer
    if not inner:
        raise Unfit("essay")
    if inner.count("=") + inner.count("~") > MOST_PIECES:
        raise Unfit("options_count", str(inner.count("=") + inner.count("~")))
    if inner.startswith("#"):
        return _numeric(inner[1:].strip(), prompt, why, said)
    word, *feedback = inner.split("#")
    if (truth := _TRUTH.get(word.strip().upper())) is not None:
        wrong, right = (said(text) for text in [*feedback, "", ""][:2])
        told = (right, wrong) if truth else (wrong, right)
        return writer.true_false(prompt, why, is_true=truth, on_true=told[0], on_false=told[1])
    if inner[0] not in "=~":
        inner = f"={inner}"
    pieces = [(mark, text.strip()) for mark, text in _PIECE.findall(inner)]
    if "~" not in inner and all("->" in text for _, text in pieces):
        pairs = [text.partition("#")[0].partition("->") for _, text in pieces]
        return writer.match(prompt, why, [(said(left), said(right)) for left, _, right in pairs])
    options = [_option(mark, text, said) for mark, text in pieces]
    if "~" not in inner:
        return _fill(options, prompt, why, writer)
    many = all(option.share < 100 or mark == "~" for (mark, _), option in zip(pieces, options, strict=True))
    return writer.choice(prompt, why, options, many=many and any(option.share > 0 for option in options))


def _option(mark: str, text: str, said: _Said) -> Option:
    share = Decimal(100 if mark == "=" else 0)
    if weight := _SHARE.match(text):
        share, text = Decimal(weight[1]), text[weight.end() :]
    answer, _, why = text.partition("#")
    return Option(said(answer), share, said(why))


def _fill(options: list[Option], prompt: str, why: str, writer: Writer) -> dict[str, Any]:
    right = [option for option in options if option.share == 100]
    if len(right) < len(options):
        writer.entry.note("weights_lost")
    told = [why, *(option.why for option in right)]
    return writer.fill(prompt, "\n".join(text for text in dict.fromkeys(told) if text), [one.text for one in right])


def _numeric(inner: str, prompt: str, why: str, said: _Said) -> dict[str, Any]:
    pieces = [text for _, text in _PIECE.findall(inner)] if inner[:1] in ("=", "~") else [inner]
    ranges = []
    for piece in pieces:
        weight = _SHARE.match(piece.strip())
        text, _, told = (piece.strip()[weight.end() :] if weight else piece).partition("#")
        if (weight and Decimal(weight[1]) < 100) or text.strip() in {"", "*"}:
            said.writer.entry.note("weights_lost")
            continue
        ranges.append((*_range(text), said(told)))
    if len(ranges) != 1:
        raise Unfit("several_right" if ranges else "no_right_answer")
    value, tolerance, told = ranges[0]
    return said.writer.numeric(prompt, "\n".join(text for text in (why, told) if text), value, tolerance)


def _range(text: str) -> tuple[Decimal, Decimal]:
    """The middle of what is right, and how far it reaches."""
    low, dots, high = text.partition("..")
    if dots:
        ends = decimal_of(low), decimal_of(high)
        return (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2
    value, colon, tolerance = text.partition(":")
    return decimal_of(value), decimal_of(tolerance) if colon else Decimal(0)


def _meant(text: str) -> str:
    return "".join(_MEANT.get(letter, letter) for letter in text).strip()
