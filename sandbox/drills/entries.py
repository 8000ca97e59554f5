"""Entries: a condition's check as the fields of a form, one text each, and back without loss."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, get_args, get_origin

import msgspec
from msgspec import Struct

from sandbox.drills import paper
from sandbox.drills.conditions import WORDS
from sandbox.drills.conditions.composing import COMPOSED
from sandbox.drills.evidence import Word
from sandbox.drills.faults import BriefError, at
from sandbox.drills.written import section

IN_YAML: Final = "in_yaml"
"""The entry of a check that no form has fields for: its text as a drill file has it."""
Kind = Literal["text", "number", "yes_no", "texts", "numbers", "yaml"]
Entry = dict[str, Any]
"""`{"type": word, "value": …}`, as an editor's block is stored."""
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NONE_OF_THEM: Final = "[]"
"""What stands in a list's field where an empty list is meant, and not that nothing is said."""


class Parameter(Struct, frozen=True):
    """One field of a word: how it is typed in, and whether it may be left empty."""

    name: str
    kind: Kind
    is_required: bool


def parameters(word: type[Word]) -> list[Parameter]:
    """The fields of a word of the vocabulary, in their order."""
    return [Parameter(one.encode_name, _kind(one.type), one.required) for one in msgspec.structs.fields(word)]


def _kind(hint: Any) -> Kind:
    """By the field's type, whether or not it may be missing."""
    if get_origin(hint) is tuple:
        inner: dict[Any, Kind] = {str: "texts", int: "numbers"}
        return inner.get(get_args(hint)[0], "yaml")
    plain = {one for one in get_args(hint) or (hint,) if one is not type(None)}
    kinds: dict[Any, Kind] = {str: "text", datetime: "text", date: "text", int: "number", bool: "yes_no"}
    return kinds.get(plain.pop(), "yaml") if len(plain) == 1 and get_origin(hint) is not dict else "yaml"


def entry_of(check: Mapping[str, Any]) -> Entry:
    """The check in fields; where the fields cannot say all of it, as the text of a drill file."""
    found = _entry(check)
    if found is not None and _same(check_in(found), check):
        return found
    return {"type": IN_YAML, "value": {"text": section(check).rstrip("\n")}}


def check_in(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The check that an entry says, its fields in the vocabulary's order. Raises BriefError with the field."""
    name, value = str(entry["type"]), entry["value"]
    if name == IN_YAML:
        said = _yaml(value["text"]) or {}
        if not isinstance(said, Mapping):
            raise BriefError(
                "uma condição é uma palavra com os seus campos.", "a check is one word with its parameters."
            )
        return dict(said)
    if name in COMPOSED:
        with at(name):
            return {name: [_part(place, one) for place, one in enumerate(value)]}
    word = WORDS.get(name)
    with at(name):
        return {name: dict(_fields(word, value)) if word else {}}


def _part(place: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    with at(place):
        return check_in(entry)


def _entry(check: Mapping[str, Any]) -> Entry | None:
    if len(check) != 1:
        return None
    ((name, fields),) = check.items()
    if name in COMPOSED:
        whole = isinstance(fields, list) and all(isinstance(one, Mapping) for one in fields)
        return {"type": name, "value": [entry_of(one) for one in fields]} if whole else None
    word = WORDS.get(name)
    if word is None or not isinstance(fields, Mapping):
        return None
    return {
        "type": name,
        "value": {one.name: _text(fields[one.name], one.kind) for one in parameters(word) if one.name in fields},
    }


def _text(value: Any, kind: Kind) -> str:
    """A value as it is typed in; what cannot be typed in so comes out as something else, and is told by that."""
    match kind:
        case "yes_no":
            return "yes" if value is True else "no" if value is False else ""
        case "texts" | "numbers" if isinstance(value, list):
            return ", ".join(map(str, value)) or _NONE_OF_THEM
        case "yaml":
            return section(value).rstrip("\n") if isinstance(value, list | Mapping) else ""
    return str(value)


def _fields(word: type[Word], value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in parameters(word):
        text = str(value.get(one.name) or "").replace("\r\n", "\n")
        if text.strip():
            with at(one.name):
                yield one.name, _value(text, one.kind)


def _value(text: str, kind: Kind) -> Any:
    match kind:
        case "yes_no":
            return text == "yes"
        case "number":
            return _number(text.strip())
        case "texts":
            return _listed(text)
        case "numbers":
            return [_number(one) for one in _listed(text)]
        case "yaml":
            return _yaml(text)
    return text.strip()


def _number(text: str) -> int | str:
    """A number, or what will become one: `$amount`, `= amount * 2`."""
    return int(text) if _NUMBER.fullmatch(text) else text


def _listed(text: str) -> Sequence[str]:
    return [] if text.strip() == _NONE_OF_THEM else [one.strip() for one in text.split(",") if one.strip()]


def _yaml(text: str) -> Any:
    return paper.read(text).data


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Alike to the type: in Python 1 and true are equal, in a drill file they are not."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
