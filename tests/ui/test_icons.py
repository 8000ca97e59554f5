"""Every icon that a template names is one that exists: a wrong name is drawn as a ring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lucide

BASE = Path(__file__).resolve().parents[2]
TAG = re.compile(r"""\{%\s*icon\s+"([a-z0-9-]+)\"""")
WITH = re.compile(r"""\bicon="([a-z0-9-]+)\"""")


def named() -> Iterator[tuple[str, str]]:
    for path in sorted((BASE / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for name in TAG.findall(text) + WITH.findall(text):
            yield str(path.relative_to(BASE)), name


def exists(name: str) -> bool:
    try:
        lucide._render_icon(name, 20)
    except lucide.IconDoesNotExist:
        return False
    return True


def test_every_icon_that_is_named_exists():
    found = list(named())
    assert len(found) > 100
    assert [f"{where}: {name}" for where, name in found if not exists(name)] == []


def test_a_name_that_does_not_exist_is_noticed():
    assert not exists("file-lock-2")
