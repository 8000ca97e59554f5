"""What a file of questions gives: those that can be taken, and those that cannot, each with its line and why."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

LARGEST = 4_000_000
"""Bytes of one file."""
MOST = 2_000
"""Questions of one file."""
LONGEST_NAME = 80
LONGEST_TAGS = 200
_APART = re.compile(r"[^a-z0-9]+")


class Fault(ValueError):
    """A file that cannot be read at all; `code` says why, `line` where it was noticed, 0 where that is unknown."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(f"{code} (line {line})" if line else code)
        self.code = code
        self.line = line


class Unfit(ValueError):
    """One question that cannot be taken; the rest of the file goes on."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail[:200]


@dataclass(frozen=True)
class Found:
    """A question as `courses.blocks.asked.raw` takes it; `notes` say what of the source it does not hold."""

    line: int
    name: str
    tags: Sequence[str]
    critical: bool
    content: dict[str, Any]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Skipped:
    """A question that stays behind."""

    line: int
    name: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Bank:
    """All that a file holds, in its order."""

    taken: Sequence[Found]
    skipped: Sequence[Skipped]


@dataclass
class Entry:
    """Where a question stands in its file, and what is noticed while it is read."""

    line: int
    title: str = ""
    tags: Sequence[str] = ()
    critical: bool = False
    notes: list[str] = field(default_factory=list)

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)


@dataclass
class Reading:
    """A file being read in one language: what does not fit is put aside, and the reading goes on."""

    language: str
    taken: list[Found] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def take(self, entry: Entry, build: Callable[[], dict[str, Any]]) -> None:
        """Raises Fault where the file holds more questions than anybody means."""
        if len(self.taken) + len(self.skipped) >= MOST:
            raise Fault("too_many", entry.line)
        name = named(entry.title)
        try:
            content = build()
            name = name or named_by(next(iter(content["prompt"].values())), content)
            if name in self.names:
                raise Unfit("name_twice", name)
            tags = _tags(entry)
        except Unfit as unfit:
            self.skipped.append(Skipped(entry.line, name or entry.title[:LONGEST_NAME], unfit.code, unfit.detail))
            return
        if self.language != "pt-br":
            entry.note("untranslated")
        self.names.add(name)
        self.taken.append(Found(entry.line, name, tags, entry.critical, content, tuple(entry.notes)))

    def bank(self) -> Bank:
        return Bank(self.taken, self.skipped)


def decoded(file: str | bytes) -> str:
    """The file's text with plain line ends. Raises Fault for what is too large or no UTF-8."""
    if len(file) > LARGEST:
        raise Fault("too_large")
    try:
        text = file.decode("utf-8-sig") if isinstance(file, bytes) else file.encode().decode("utf-8-sig")
    except UnicodeError:
        raise Fault("not_utf8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def named(title: str) -> str:
    """A short name of a title, as authors find it in the bank; nothing where the title has no letter of ours."""
    bare = unicodedata.normalize("NFKD", title[:400].casefold()).encode("ascii", "ignore").decode()
    return _APART.sub("-", bare).strip("-")[:LONGEST_NAME].strip("-")


def named_by(prompt: str, content: dict[str, Any]) -> str:
    """A name for a question that has none: its first words, and what tells it from others that begin the same."""
    mark = hashlib.sha256(repr((prompt, _shape(content))).encode()).hexdigest()[:8]
    return f"{named(prompt)[:60].strip('-') or 'question'}-{mark}"


def _shape(content: dict[str, Any]) -> list[Any]:
    return [content["kind"], content.get("text"), [option["text"] for option in content.get("options", ())]]


def _tags(entry: Entry) -> list[str]:
    kept: list[str] = []
    for tag in _plain_tags(entry.tags):
        if len(", ".join([*kept, tag])) > LONGEST_TAGS:
            entry.note("tags_cut")
            break
        kept.append(tag)
    return kept


def _plain_tags(tags: Iterable[str]) -> list[str]:
    bare = (" ".join(tag.replace(",", " ").split()) for tag in tags)
    return list(dict.fromkeys(tag for tag in bare if tag))
