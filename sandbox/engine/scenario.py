"""Scenario: the engine's own language for stories: read a file, run it, compare what it expects.

The only file of the engine that reads YAML. Names and e-mails stay here, in `subjects`: the company
never sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sandbox.engine.privacy import PERSON_FIELDS

TOP: Final = frozenset({"company", "taxes", "plans", "coupons", "customers", "steps", "title", "about"})
COMPANY: Final = frozenset(
    {"currency", "timezone", "start", "seed", "policy", "taxes", "jurisdiction", "holidays", "sharees"}
)
# Kept apart from the company, as the store keeps it.
PERSON: Final = (*PERSON_FIELDS, "notes", "score", "usage")
STEP: Final = frozenset({"id", "rewind", "at", "do", "refused", "key", "actor", "expect", "note"})
# Who asks is journalled: an id of letters, digits, dots, hyphens and underscores.
ACTOR: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,59}")

# No story comes near these; a file beyond them is a mistake, or wants to hurt.
LONGEST_FILE: Final = 1_000_000
DEEPEST: Final = 100
LARGEST_NUMBER: Final = 2**63


class ScenarioError(ValueError):
    """A bad file: `line` (from 1) and `field` say where."""

    def __init__(self, line: int, field: str, message: str) -> None:
        self.line = line
        self.field = field
        self.message = message
        super().__init__(f"line {line}, {field}: {message}")


class Step(Struct, frozen=True):
    """One step of a story; `source` is its YAML node, asked only for line numbers."""

    id: str
    line: int
    rewind: str | None = None
    """Go back to how things stood after the step of this id, and on from there."""
    at: Any = None
    do: tuple[str, dict[str, Any]] | None = None
    refused: str | None = None
    key: str | None = None
    actor: str = "trainee"
    expect: dict[str, Any] | None = None
    source: Any = None


class Scenario(Struct, frozen=True):
    """A story ready to run."""

    name: str
    opening: tuple[Step, ...]
    steps: tuple[Step, ...]
    subjects: dict[str, dict[str, str]]
    title: str = ""


def read_scenario(text: str, *, name: str = "scenario") -> Scenario:
    """Parse a file; raises ScenarioError with line and field."""
    if len(text) > LONGEST_FILE:
        raise ScenarioError(1, "file", f"a scenario has {LONGEST_FILE} characters at most")
    _refuse_depth(text)
    reader = YAML(typ="rt", pure=True)
    reader.Constructor = _Reader
    try:
        return _read(reader.load(text), name)
    except RecursionError as error:
        raise ScenarioError(1, "file", "nested too deeply, or inside itself") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise ScenarioError(line, "file", str(error.problem or "not YAML")) from error
    except YAMLError as error:
        raise ScenarioError(1, "file", "not YAML") from error


class _Reader(RoundTripConstructor):
    """Says on which line a date or a number stands that no calendar and no account can hold, or a key that is no text."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep=deep)
            if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
                raise OverflowError("this number is too large")
        except (TypeError, KeyError, AttributeError) as error:
            told = "a key that is no text, or a part inside itself, will not do"
            raise ConstructorError(None, None, told, node.start_mark) from error
        except (ValueError, OverflowError) as error:
            shown = str(node.value)[:40] if isinstance(node.value, str) else "this"
            raise ConstructorError(None, None, f"“{shown}” will not do: {error}", node.start_mark) from error
        return value


def _refuse_depth(text: str) -> None:
    """The reader calls itself for every level, so brackets, dashes and indents are counted before it begins."""
    open_brackets = 0
    for number, line in enumerate(text.splitlines(), start=1):
        within = line.lstrip(" ")
        deepest = max(len(line) - len(within), len(within) - len(within.lstrip("-? "))) // 2
        for bracket in re.findall(r"[\[\]{}]", line):
            open_brackets = max(0, open_brackets + (1 if bracket in "[{" else -1))
            deepest = max(deepest, open_brackets)
        if deepest > DEEPEST:
            raise ScenarioError(number, "file", f"nested more than {DEEPEST} deep")


def _read(data: Any, name: str) -> Scenario:
    if not isinstance(data, CommentedMap):
        raise ScenarioError(1, "file", "a scenario is a mapping with company and steps")
    for key in data:
        if key not in TOP:
            raise ScenarioError(line_of(data, key), str(key), "no such part of a scenario")
    if "company" not in data:
        raise ScenarioError(1, "company", "every scenario opens a company")
    opening, subjects = _opening(data)
    return Scenario(name, tuple(opening), tuple(_steps(data)), subjects, str(data.get("title") or ""))


def _opening(data: CommentedMap) -> tuple[list[Step], dict[str, dict[str, str]]]:
    company = data["company"]
    if not isinstance(company, CommentedMap):
        raise ScenarioError(line_of(data, "company"), "company", "a mapping is wanted here")
    for key in company:
        if key not in COMPANY:
            raise ScenarioError(line_of(company, key), f"company.{key}", "no such field of a company")
    opening = _plain(company)
    if "taxes" in data:
        opening["taxes"] = [*opening.get("taxes", []), *map(_plain, _list(data, "taxes"))]
    steps = [Step("company", line_of(data, "company"), do=("open_company", opening), source=company)]
    for part, command in (("plans", "add_plan"), ("coupons", "add_coupon")):
        for one in _list(data, part):
            steps.append(Step(part, _own_line(one), do=(command, _plain(one)), source=one))
    subjects: dict[str, dict[str, str]] = {}
    for customer in _list(data, "customers"):
        fields = _plain(customer)
        person = {key: str(fields.pop(key)) for key in PERSON if key in fields}
        subjects[str(fields.get("id"))] = person
        steps.append(Step("customers", _own_line(customer), do=("add_customer", fields), source=customer))
    return steps, subjects


def _steps(data: CommentedMap) -> Iterator[Step]:
    taken: set[str] = set()
    for number, node in enumerate(_list(data, "steps"), start=1):
        line = _own_line(node)
        for key in node:
            if key not in STEP:
                raise ScenarioError(line_of(node, key), f"steps[{number}].{key}", "no such part of a step")
        step_id = str(node.get("id", number))
        if step_id in taken:
            raise ScenarioError(line, f"steps[{number}].id", f"two steps are called {step_id}")
        taken.add(step_id)
        expect = node.get("expect")
        if expect is not None and not isinstance(expect, CommentedMap):
            raise ScenarioError(line_of(node, "expect"), f"steps[{number}].expect", "a mapping is wanted here")
        if "refused" in node and "do" not in node:
            raise ScenarioError(line, f"steps[{number}].refused", "only a `do` can be refused")
        if not {"rewind", "at", "do", "expect"} & set(node):
            raise ScenarioError(line, f"steps[{number}]", "a step has `rewind`, `at`, `do` or `expect`")
        if not ACTOR.fullmatch(str(node.get("actor", "trainee"))):
            raise ScenarioError(line_of(node, "actor"), f"steps[{number}].actor", "an opaque id is wanted, no name")
        yield Step(
            step_id,
            line,
            rewind=None if node.get("rewind") is None else str(node["rewind"]),
            at=_plain(node.get("at")),
            do=_do(node, number) if "do" in node else None,
            refused=None if node.get("refused") is None else str(node["refused"]),
            key=None if node.get("key") is None else str(node["key"]),
            actor=str(node.get("actor", "trainee")),
            expect=None if expect is None else _plain(expect),
            source=node,
        )


def _do(node: CommentedMap, number: int) -> tuple[str, dict[str, Any]]:
    do = node["do"]
    if not isinstance(do, CommentedMap) or len(do) != 1:
        raise ScenarioError(line_of(node, "do"), f"steps[{number}].do", "one command with its fields is wanted")
    ((name, fields),) = do.items()
    if fields is not None and not isinstance(fields, CommentedMap):
        raise ScenarioError(line_of(do, name), f"do.{name}", "the command's fields are wanted as a mapping")
    return str(name), _plain(fields or {})


def _plain(value: Any) -> Any:
    """The YAML library's own types as plain ones; dates as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    return value


def _list(data: CommentedMap, key: str) -> Iterable[CommentedMap]:
    found = data.get(key) or []
    if not isinstance(found, CommentedSeq | list):
        raise ScenarioError(line_of(data, key), key, "a list is wanted here")
    for number, one in enumerate(found):
        if not isinstance(one, CommentedMap):
            raise ScenarioError(line_of(data, key), f"{key}[{number}]", "a mapping is wanted here")
        yield one


def _own_line(node: CommentedMap) -> int:
    return int(node.lc.line) + 1


def line_of(node: CommentedMap, key: Any) -> int:
    """The line a key stands on, from 1."""
    try:
        return int(node.lc.key(key)[0]) + 1
    except (KeyError, TypeError, AttributeError):
        return _own_line(node)


def deep_line(step: Step, name: str, field: str) -> int:
    """The line of a field such as `methods[0].script[1].code`, or of the nearest thing around it that has
    one.
    """
    node: Any = step.source
    line = step.line
    path: list[str | int] = [
        int(index) if index else word for word, index in re.findall(r"([^.\[\]]+)(?![^\[]*\])|\[(\d+)\]", field)
    ]
    if isinstance(node, CommentedMap) and "do" in node and field != "at":
        path = ["do", name, *path]
    for part in path:
        if isinstance(node, CommentedMap) and part in node:
            line = line_of(node, part)
            node = node[part]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            node = node[part]
            line = _own_line(node) if isinstance(node, CommentedMap) else line
        else:
            break
    return line
