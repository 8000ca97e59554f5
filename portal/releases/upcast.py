"""Upcasting: blocks frozen in an older format are read as if they had been frozen today, one number after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

SCHEMA = 2
"""Number of the format in which blocks are frozen today: each is `{"id", "type", "value": {…}}`."""

Block = Mapping[str, Any]
Upcaster = Callable[[Sequence[Block]], list[Block]]
"""Blocks as number n wrote them, to blocks as n + 1 writes them. Never changed once released: history runs through it."""

UPCASTERS: dict[int, Upcaster] = {}


def upcaster(number: int) -> Callable[[Upcaster], Upcaster]:
    """Register what reads blocks of `number` as blocks of the next."""

    def register(function: Upcaster) -> Upcaster:
        UPCASTERS[number] = function
        return function

    return register


def upcast(blocks: Sequence[Block], *, schema: int) -> Sequence[Block]:
    """Blocks as they are written today. Raises KeyError where a number has no upcaster, or is of the future."""
    if schema > SCHEMA:
        raise KeyError(f"blocks of format {schema}, newer than this program's {SCHEMA}")
    for number in range(schema, SCHEMA):
        blocks = UPCASTERS[number](blocks)
    return blocks


@upcaster(0)
def _blocks_have_names(blocks: Sequence[Block]) -> list[Block]:
    """0 → 1: a block was a pair of type and value, and was named by its place."""
    return [{"id": str(place), "type": block["kind"], "value": block["value"]} for place, block in enumerate(blocks)]


@upcaster(1)
def _texts_are_named(blocks: Sequence[Block]) -> list[Block]:
    """1 → 2: the words of a plain text were its value; as in every other block, they are now its `text`."""
    return [{**block, "value": {"text": block["value"]}} if block["type"] == "markdown" else block for block in blocks]
