"""Paper: the YAML that a drill is written in, read with the line of every field; no aliases, no keys twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sandbox.drills.faults import BriefError, Where

LONGEST: Final = 200_000
DEEPEST: Final = 40
LARGEST: Final = 10**18
_SYNTAX: Final = (
    "isto não se lê como YAML: confira o recuo, as aspas e os dois-pontos desta linha e da anterior.",
    "this does not read as YAML: look at the indent, the quotes and the colons of this line and the one before.",
)


class Paper(Struct, frozen=True):
    """What was written, as plain values, and the line on which each of them begins."""

    data: Any
    lines: Mapping[Where, int]

    def line_of(self, where: Where) -> int | None:
        """The line of a field, or of the nearest thing it lies in."""
        for end in range(len(where), -1, -1):
            if where[:end] in self.lines:
                return self.lines[where[:end]]
        return None

    def placed(self, fault: BriefError) -> BriefError:
        """The fault with its line."""
        return fault if fault.line else fault.on(self.line_of(fault.where))


def read(text: str) -> Paper:
    """YAML as text, numbers, lists and groups of fields. Raises BriefError with the line."""
    if len(text) > LONGEST:
        raise BriefError(f"são no máximo {LONGEST} letras.", f"at most {LONGEST} letters.")
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
        lines: dict[Where, int] = {}
        data = None if root is None else _value(yaml, root, (), lines, set())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BriefError(*_SYNTAX, line=mark.line + 1 if mark else None) from error
    except YAMLError as error:
        raise BriefError(*_SYNTAX) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, BriefError):
            raise
        raise BriefError(*_SYNTAX) from error
    return Paper(data, lines)


def _value(yaml: YAML, node: Node, where: Where, lines: dict[Where, int], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines[where] = line
    if id(node) in seen or node.anchor:
        raise BriefError(
            "âncoras e referências (& e *) não são usadas aqui; escreva por extenso.",
            "anchors and references (& and *) are not used here; write it out.",
            where=where,
            line=line,
        )
    seen.add(id(node))
    if len(where) > DEEPEST:
        raise BriefError("há grupos demais um dentro do outro.", "too many groups inside one another.", line=line)
    match node:
        case SequenceNode():
            return [_value(yaml, one, (*where, place), lines, seen) for place, one in enumerate(node.value)]
        case MappingNode():
            return _fields(yaml, node, where, lines, seen)
        case ScalarNode():
            return _scalar(yaml, node, where, line)
    raise BriefError(*_SYNTAX, line=line)


def _fields(yaml: YAML, node: MappingNode, where: Where, lines: dict[Where, int], seen: set[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = key.value if isinstance(key, ScalarNode) else None
        if not isinstance(name, str) or not isinstance(_scalar(yaml, key, where, line), str):
            raise BriefError("o nome de um campo é um texto.", "the name of a field is a text.", where=where, line=line)
        if name in found:
            raise BriefError(
                f"o campo “{name}” está duas vezes.", f"the field “{name}” stands twice.", where=where, line=line
            )
        found[name] = _value(yaml, value, (*where, name), lines, seen)
        lines[*where, name] = line
    return found


def _scalar(yaml: YAML, node: ScalarNode, where: Where, line: int) -> Any:
    """A day without quotes is a text like one with them."""
    if str(node.tag).endswith((":timestamp", ":merge", ":value")):
        return node.value
    value = yaml.constructor.construct_object(node, deep=True)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float) and abs(value) <= LARGEST:  # neither beyond what is stored, nor no number at all
        return value
    raise BriefError(
        "aqui cabe um texto ou um número que se possa escrever.",
        "a text or a writable number belongs here.",
        where=where,
        line=line,
    )
