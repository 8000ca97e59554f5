"""Text: what free text may not hold at the door, a card number or an e-mail address; and the number in an id."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

# Up to three signs of any kind part the groups, invisible ones too; a colon parts hours, not cards.
_RUN: Final = re.compile(r"\d(?:(?:[^\w:]|_){0,3}\d)*")
# The sign as keyboards of the East write it is one as well.
_EMAIL: Final = re.compile("[^\\s@\uff20\ufe6b]+[@\uff20\ufe6b][^\\s@\uff20\ufe6b]+[.\u3002\uff0e][^\\s@\uff20\ufe6b]+")
_RANDOM: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}", re.IGNORECASE)
_GENERATED: Final = re.compile(r"(?:slip-)?[a-z]+-(\d+)")
_SHORTEST: Final = 13
_LONGEST: Final = 19


def number_of(key: str) -> str:
    """The number that people call a thing by: `9` of `case-9`; an id that somebody chose has none and stays."""
    generated = _GENERATED.fullmatch(key)
    return generated[1].lstrip("0") if generated else key


def passes_luhn(digits: str) -> bool:
    """The check digit rule of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, character in enumerate(reversed(digits)):
        value = int(character)
        if position % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def holds_card_digits(text: str) -> bool:
    """Whether 13 to 19 digits that pass Luhn stand in the text, alone or in groups."""
    for match in _RUN.finditer(text):
        groups = re.findall(r"\d+", match.group())
        joined = "".join(groups)
        if len(joined) < _SHORTEST:
            continue
        if len(groups) == 1 and len(joined) <= _LONGEST:
            windows = [joined]
        elif len(groups) == 1:
            windows = [
                joined[start : start + length]
                for length in range(_SHORTEST, _LONGEST + 1)
                for start in range(len(joined) - length + 1)
            ]
        else:
            windows = [
                window
                for first in range(len(groups))
                for last in range(first + 1, len(groups) + 1)
                if _SHORTEST <= len(window := "".join(groups[first:last])) <= _LONGEST
                and _grouped_like_a_card(groups[first:last])
            ]
        if any(passes_luhn(window) for window in windows):
            return True
    return False


def _grouped_like_a_card(groups: list[str]) -> bool:
    """Dates and telephone numbers mix short groups of different lengths; card numbers never do."""
    lengths = {len(group) for group in groups}
    return len(lengths) == 1 or min(lengths) >= 3


def strings_in(value: Any) -> list[str]:
    """Every string of a command, keys included."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for part in pair for text in strings_in(part)]
        case list() | tuple():
            return [text for part in value for text in strings_in(part)]
        case _:
            return []


def refusal_of(command: msgspec.Struct) -> str | None:
    """The code to refuse a command with for what its texts hold, or None."""
    return _held(strings_in(msgspec.to_builtins(command)))


def refusal_of_key(key: str) -> str | None:
    """As for a command: its key is journalled too. The digits of a UUID or a digest are nobody's card."""
    return _held([_RANDOM.sub("", key)])


def _held(texts: list[str]) -> str | None:
    if any(holds_card_digits(text) for text in texts):
        return "card_digits_in_text"
    if any(_EMAIL.search(text) for text in texts):
        return "email_in_text"
    return None
