"""Aiken: a question, its options as `A. text`, and `ANSWER: A`; one right answer and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from courses.rules.banks.bank import Bank, Entry, Reading, Unfit, decoded
from courses.rules.banks.contents import Option, Writer
from courses.rules.banks.plain import plain

_OPTION = re.compile(r"([A-Za-z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*([A-Za-z])?", re.IGNORECASE)


@dataclass
class _Asked:
    """One question as its lines come in."""

    line: int = 0
    prompt: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)


def read(file: str | bytes, language: str = "pt-br") -> Bank:
    """Raises Fault for a file that is no text, too large, or of too many questions."""
    reading = Reading(language)
    asked = _Asked()
    for at, line in enumerate(decoded(file).split("\n"), start=1):
        bare = line.strip()
        if not bare:
            continue
        option = _OPTION.fullmatch(bare)
        if answer := _ANSWER.fullmatch(bare):
            _take(reading, asked, (answer[1] or "").upper(), at)
            asked = _Asked()
            continue
        if option is None and asked.options:
            _take(reading, asked, "", at)
            asked = _Asked()
        asked.line = asked.line or at
        if option is not None and asked.prompt and option[1].upper() == _letter(len(asked.options)):
            asked.options.append((option[1].upper(), option[2]))
        else:
            asked.prompt.append(bare)
    if asked.line:
        _take(reading, asked, "", asked.line)
    return reading.bank()


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else ""


def _take(reading: Reading, asked: _Asked, answer: str, at: int) -> None:
    entry = Entry(asked.line or at)
    reading.take(entry, lambda: _content(asked, answer, Writer(reading.language, entry)))


def _content(asked: _Asked, answer: str, writer: Writer) -> dict[str, Any]:
    if not asked.options:
        raise Unfit("broken", " ".join(asked.prompt))
    if answer not in dict(asked.options):
        raise Unfit("no_right_answer", answer)
    options = [
        Option(plain(text, writer.entry), Decimal(100 if letter == answer else 0)) for letter, text in asked.options
    ]
    return writer.choice(plain("\n".join(asked.prompt), writer.entry), "", options, many=False)
