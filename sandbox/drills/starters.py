"""Starters: the names under which the drills that come with the product speak of playbooks and lessons."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sandbox.drills.brief import library

_PLAYBOOK: Final = re.compile(r"^playbook: ([a-z0-9-]+)$|^\s+step: ([a-z0-9-]+)/", re.MULTILINE)
_LESSONS: Final = re.compile(r"^lessons: \[([^\]]*)\]", re.MULTILINE)


@lru_cache(maxsize=1)
def names() -> dict[str, frozenset[str]]:
    """The names of starter content, by kind; read from the files without reading the drills."""
    texts = [path.read_text(encoding="utf-8") for path in library().values()]
    playbooks = {one or other for text in texts for one, other in _PLAYBOOK.findall(text)}
    lessons = {one.strip() for text in texts for found in _LESSONS.findall(text) for one in found.split(",")}
    return {"playbook": frozenset(playbooks), "lesson": frozenset(lessons - {""})}
