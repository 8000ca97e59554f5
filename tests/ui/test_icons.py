"""Every icon that a template names is one that exists: a wrong name is drawn as a ring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lucide
from wagtail.admin.icons import get_icons

BASE = Path(__file__).resolve().parents[2]
EDITOR = "wagtailadmin_tags"
"""What a page of the editor loads: its icons are Wagtail's own, not the portal's."""

TAG = re.compile(r"""\{%\s*icon\s+"([a-z0-9-]+)\"""")
WITH = re.compile(r"""\bicon="([a-z0-9-]+)\"""")
NAME = re.compile(r"""\{%\s*icon\s+name="([a-z0-9-]+)\"""")


def named(*, by_editor: bool) -> Iterator[tuple[str, str]]:
    """Each template's address and the icon it names, on the editor's pages or on the portal's."""
    for path in sorted((BASE / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if (EDITOR in text) != by_editor:
            continue
        for name in TAG.findall(text) + WITH.findall(text) + NAME.findall(text):
            yield str(path.relative_to(BASE)), name


def exists(name: str) -> bool:
    try:
        lucide._render_icon(name, 20)
    except lucide.IconDoesNotExist:
        return False
    return True


def test_every_icon_that_is_named_exists():
    found = list(named(by_editor=False))
    assert len(found) > 100
    assert [f"{where}: {name}" for where, name in found if not exists(name)] == []


def test_every_icon_that_the_editor_names_is_one_of_wagtails():
    found = list(named(by_editor=True))
    wagtails = set(re.findall(r'id="icon-([a-z0-9-]+)"', get_icons()))
    assert found and len(wagtails) > 100
    assert [f"{where}: {name}" for where, name in found if name not in wagtails] == []


def test_a_name_that_does_not_exist_is_noticed():
    assert not exists("file-lock-2")
