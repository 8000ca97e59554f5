"""Faults of a drill file: a sentence in both languages, with the field and, where it is known, the line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec

from sandbox.engine import BadInput

Where = tuple[str | int, ...]
"""The way to a field: names of mappings, and places in lists from 0."""


class BriefError(ValueError):
    """A drill file that cannot be used: what is wrong, where, and on which line."""

    def __init__(self, pt_br: str, en: str, *, where: Where = (), line: int | None = None) -> None:
        self.pt_br, self.en = pt_br, en
        self.where, self.line = where, line
        super().__init__(self.sentence("en"))

    @property
    def field(self) -> str:
        """The way to it as people read it: `conditions › 2 › check`."""
        return " › ".join(str(one + 1) if isinstance(one, int) else one for one in self.where)

    def sentence(self, language: str) -> str:
        """Line, field and what is wrong there."""
        is_pt = language == "pt-br"
        said = self.pt_br if is_pt else self.en
        line = f"{'Linha' if is_pt else 'Line'} {self.line}" if self.line else ""
        place = ", ".join(one for one in (line, self.field) if one)
        return f"{place}: {said}" if place else said

    def under(self, *where: str | int) -> BriefError:
        """The same fault, seen from further above."""
        return BriefError(self.pt_br, self.en, where=(*where, *self.where), line=self.line)

    def on(self, line: int | None) -> BriefError:
        return BriefError(self.pt_br, self.en, where=self.where, line=line)


@contextmanager
def at(*where: str | int) -> Iterator[None]:
    """Whatever goes wrong inside is a fault of this field."""
    try:
        yield
    except BriefError as fault:
        raise fault.under(*where) from fault
    except BadInput as bad:
        place = (bad.field,) if bad.field else ()
        raise BriefError(bad.sentence("pt-br"), bad.sentence("en"), where=(*where, *place)) from bad
    except msgspec.ValidationError as error:
        raise of_shape(error).under(*where) from error
    except KeyError as error:
        name = str(error.args[0]) if error.args else "?"
        raise BriefError(
            f"“{name}” não é nome de nada neste exercício.", f"“{name}” is the name of nothing in this drill.",
            where=where,
        ) from error  # fmt: skip
    except (ValueError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
        raise BriefError(
            f"isto não pode ser usado aqui ({error}).", f"this cannot be used here ({error}).", where=where
        ) from error


_PATH: Final = re.compile(r"^(?P<said>.*?)(?: - at `(?:key in )?\$(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_SHAPES: Final[Sequence[tuple[re.Pattern[str], str, str]]] = (
    (
        re.compile(r"Object missing required field `(?P<a>[^`]+)`"),
        "falta o campo “{a}”.",
        "the field “{a}” is missing.",
    ),
    (
        re.compile(r"Object contains unknown field `(?P<a>[^`]+)`"),
        "não existe aqui um campo “{a}” (unknown field).",
        "there is no field “{a}” here (unknown field).",
    ),
    (
        re.compile(r"Expected `(?P<a>[^`]+)`, got `(?P<b>[^`]+)`"),
        "esperava-se {a}, e está {b}.",
        "this should be {a}, and is {b}.",
    ),
    (re.compile(r"Invalid enum value (?P<a>.+)"), "{a} não está entre as opções.", "{a} is not among the choices."),
)
_KINDS: Final = {
    "str": ("um texto", "a text"),
    "int": ("um número inteiro", "a whole number"),
    "float": ("um número com vírgula", "a number with a fraction"),
    "bool": ("true ou false", "true or false"),
    "array": ("uma lista", "a list"),
    "object": ("um grupo de campos", "a group of fields"),
    "null": ("nada", "nothing"),
}


def of_shape(error: msgspec.ValidationError) -> BriefError:
    """What msgspec says of a value of the wrong shape, as a sentence with its field."""
    found = _PATH.match(str(error))
    said, path = (found["said"], found["path"] or "") if found else (str(error), "")
    where = tuple(name or int(place) for name, place in _STEP.findall(path))
    for pattern, pt_br, en in _SHAPES:
        shape = pattern.match(said)
        if shape is not None:
            facts = shape.groupdict()
            return BriefError(pt_br.format(**_in_words(facts, 0)), en.format(**_in_words(facts, 1)), where=where)
    return BriefError(f"isto não pode ser usado aqui ({said}).", f"this cannot be used here ({said}).", where=where)


def _in_words(facts: dict[str, str], language: int) -> dict[str, str]:
    """`str | null` as people say it."""
    return {
        name: (" ou " if language == 0 else " or ").join(
            _KINDS[kind][language] if kind in _KINDS else kind for kind in text.split(" | ")
        )
        for name, text in facts.items()
    }
