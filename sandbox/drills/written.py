"""Written: a brief as its file, in one order and one style, so that equal briefs are equal files."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from sandbox.drills.brief import Brief, ConditionSpec
from sandbox.drills.conditions import in_order

WIDTH: Final = 118
APART: Final = {"vary", "company", "conditions", "references", "wrong"}
"""Sections that begin after an empty line."""
ORDER: Final = (
    "key", "version", "slug", "playbook", "topics", "minutes", "desk", "desks", "lessons", "company_name", "title",
    "summary", "story", "tasks", "hints", "debrief", "vary", "people", "company", "prologue", "roles", "conditions",
    "references", "wrong",
)  # fmt: skip
_PLAIN: Final = re.compile(r"(?![Dd][+\-T])[A-Za-zÀ-ÖØ-öø-ÿ$][\wÀ-ÖØ-öø-ÿ$./ -]*(?<! )", re.ASCII)
_WORDS: Final = re.compile(r"(true|false|null|yes|no|on|off|y|n|nan|inf)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]", re.ASCII
)


def written(brief: Brief) -> str:
    """The whole file. `read_brief(written(brief)) == brief`, variables and roles in their order."""
    data = _plain(brief)
    data["conditions"] = [_condition(one) for one in brief.conditions]
    lines: list[str] = []
    for name in ORDER:
        if name in ("desk", "desks", "lessons") and data[name] == _default(name):
            continue
        if name in APART:
            lines.append("")
        lines += _field(name, data[name], 0)
    return "\n".join(lines) + "\n"


def section(value: Any) -> str:
    """One part of a drill file alone: its people, its prologue, its roles …"""
    return "\n".join(_block(value, 0)) + "\n" if value else ""


def _plain(value: Brief | ConditionSpec) -> dict[str, Any]:
    """As YAML says it: groups of fields, lists and single values."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return plain


def _default(name: str) -> Any:
    found = next(one.default for one in msgspec.structs.fields(Brief) if one.name == name)
    return list(found) if isinstance(found, tuple) else found


def _condition(spec: ConditionSpec) -> dict[str, Any]:
    data = _plain(spec)
    weight = data.pop("weight")
    head = {"id": data.pop("id"), "kind": data.pop("kind")}
    return {**head, **({"weight": weight} if weight != 1 else {}), **data, "check": in_order(spec.check)}


def _field(name: str, value: Any, indent: int) -> list[str]:
    """`name: value` on one line where it fits, and below one another where not."""
    pad = " " * indent
    head = f"{pad}{_text(name)}:"
    inline = _flow(value)
    is_single = not value or not isinstance(value, str | list | Mapping)
    if is_single or (_stands_alone(value, inline, len(head) + 1) and not _is_list_of_steps(name, value)):
        return [f"{head} {inline}"]
    if isinstance(value, str):
        return [f"{head} {line}" if place == 0 else line for place, line in enumerate(_long(value, indent + 2))]
    return [head, *_block(value, indent + 2)]


def _is_list_of_steps(name: str, value: Any) -> bool:
    """What has a line for each thing even where all of it would fit on one."""
    kinds = ("people", "prologue", "roles", "conditions", "references", "wrong", "vary", "steps", "tasks", "hints")
    return bool(value) and not isinstance(value, str) and name in kinds


def _stands_alone(value: Any, inline: str, before: int) -> bool:
    return before + len(inline) <= WIDTH and "\n" not in (value if isinstance(value, str) else "")


def _block(value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _field(name, one, indent)
        return
    if all(not isinstance(one, list | Mapping) for one in value):
        yield from _wrapped(value, indent)
        return
    for one in value:
        inline = _flow(one)
        if one and isinstance(one, list | Mapping) and (_is_step(one) or not _stands_alone(one, inline, indent + 2)):
            first, *rest = _block(one, indent + 2)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{pad}- {inline}"


def _is_step(value: Any) -> bool:
    """A solution or a condition, or a step of one: a field a line."""
    return isinstance(value, Mapping) and bool({"steps", "check", "at", "do"} & set(value))


def _wrapped(values: list[Any], indent: int) -> list[str]:
    """A long list of single values, in lines of the page's width."""
    pad, lines, line = " " * indent, [], ""
    for one in map(_flow, values):
        if line and len(pad) + 2 + len(line) + len(one) > WIDTH:
            lines.append(f"{pad}  {line}".rstrip())
            line = ""
        line += f"{one}, "
    return [f"{pad}[", *lines, f"{pad}  {line}".rstrip(), f"{pad}]"]


def _long(text: str, indent: int) -> list[str]:
    """A text over several lines: folded where it is prose, as it stands where its lines are its own."""
    pad = " " * indent
    lines = text.split("\n")
    whole = (
        not _HIDDEN.search(text.replace("\n", ""))
        and "\t" not in text
        and all(line == line.strip() for line in lines)
        and lines[0]
        and lines[-1]
    )
    if not whole or indent > WIDTH // 2:
        return [_text(text)]
    if len(lines) == 1 and "  " not in text:
        return [">-", *_folded(text, pad)]
    if all(len(line) <= WIDTH - indent for line in lines):
        return ["|-", *(f"{pad}{line}".rstrip() for line in lines)]
    return [_text(text)] if "  " in text else [">-", *_paragraphs(lines, pad)]


def _paragraphs(lines: list[str], pad: str) -> Iterator[str]:
    """Folded, every end of a line is an empty line more."""
    for place, line in enumerate(lines):
        if place:
            yield ""
        yield from _folded(line, pad) if line else ()


def _folded(line: str, pad: str) -> list[str]:
    return textwrap.wrap(
        line, WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False, break_on_hyphens=False,
        expand_tabs=False, replace_whitespace=False,
    )  # fmt: skip


def _flow(value: Any) -> str:
    """On one line."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{_text(name)}: {_flow(one)}" for name, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str():
            return _text(value)
        case None | bool() | int() | float():
            return json.dumps(value)
    raise TypeError(f"{value!r} stands in no drill file")


def _text(text: str) -> str:
    """Bare where it cannot be taken for anything else, else in quotes."""
    if _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text) and "  " not in text:
        return text
    return _HIDDEN.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    point = ord(found[0])
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
