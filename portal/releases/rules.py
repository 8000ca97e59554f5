"""What makes two parts the same, and two drafts the same; and what a release that overtakes another must ask."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

WEIGHT = {"editorial": 0, "minor": 1, "major": 2}
"""How much each class asks of people."""


def neutral(value: Any) -> Any:
    """The same value with every line ended the one way: browsers end theirs with CR LF, files with LF."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: neutral(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [neutral(item) for item in value]
    return value


def neutral_blocks(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Neutral blocks in today's format; a draft may give a plain text as its value alone."""
    return [
        {**block, "value": {"text": block["value"]} if isinstance(block["value"], str) else block["value"]}
        for block in neutral(blocks)
    ]


def digest(value: Any) -> str:
    """SHA-256 of a value that JSON can say."""
    body = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def part_hash(*, title: str, blocks: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """SHA-256 of a part's neutral content; the rendering of it does not count."""
    return digest([title, list(blocks), dict(facts)])


def seal(said: Mapping[str, Any], *, parts: Sequence[Sequence[Any]], assets: Sequence[Sequence[Any]]) -> str:
    """SHA-256 of all that a release says of itself, of each of its parts by their digests, and of each of its files."""
    return digest([neutral(dict(said)), sorted(map(list, parts)), sorted(map(list, assets))])


def revisions_digest(revisions: Sequence[int]) -> str:
    """One short name for the set of revisions that a draft was read from."""
    return hashlib.sha256(",".join(map(str, sorted(revisions))).encode()).hexdigest()


def asks_less(change_class: str, than: str) -> bool:
    """Whether one class asks less of people than another."""
    return WEIGHT[change_class] < WEIGHT[than]
