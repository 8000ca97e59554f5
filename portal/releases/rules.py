"""What makes two parts the same, and two drafts the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any


def neutral(value: Any) -> Any:
    """The same value with every line ended the one way: browsers end theirs with CR LF, files with LF."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: neutral(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [neutral(item) for item in value]
    return value


def part_hash(*, title: str, blocks: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> str:
    """SHA-256 of a part's neutral content; the rendering of it does not count."""
    body = json.dumps([title, list(blocks), dict(facts)], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def revisions_digest(revisions: Sequence[int]) -> str:
    """One short name for the set of revisions that a draft was read from."""
    return hashlib.sha256(",".join(map(str, sorted(revisions))).encode()).hexdigest()
