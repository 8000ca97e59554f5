"""Every string that people see is said in Portuguese too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation import template

from portal.digest import APPS
from portal.translations import catalogues

BASE = Path(__file__).resolve().parents[2]
KEYWORDS: dict[str, object] = dict.fromkeys(
    [
        "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
        "npgettext", "npgettext_lazy",
    ]
)  # fmt: skip
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
Key = tuple[str, str]


def _translated() -> set[Key]:
    """Context and msgid of what has a Portuguese text; a fuzzy one does not count."""
    found: set[Key] = set()
    for path in catalogues():
        if path.parent.parent.name != "pt_BR":
            continue
        with path.open("rb") as file:
            for message in read_po(file):
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and not message.fuzzy and all(strings):
                    msgid = message.id[0] if isinstance(message.id, tuple) else message.id
                    found.add((message.context or "", msgid))
    return found


def _said() -> Iterator[tuple[str, Key]]:
    for app in APPS:
        for path in sorted((BASE / app).rglob("*.py")):
            if "migrations" not in path.parts and "management" not in path.parts:
                yield from _in_source(path, path.read_text(encoding="utf-8"))
    for path in sorted((BASE / "templates").rglob("*.html")):
        source = template.templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield from _in_source(path, "\n".join(line.strip() for line in source.splitlines()))


def _in_source(path: Path, source: str) -> Iterator[tuple[str, Key]]:
    for line, name, messages, _ in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        words = list(messages) if isinstance(messages, (tuple, list)) else [messages]
        context = words.pop(0) if name in WITH_CONTEXT else ""
        if words and words[0] is not None:
            yield f"{path.relative_to(BASE)}:{line}", (context or "", words[0])


def test_every_string_has_its_portuguese():
    translated = _translated()
    missing = [f"{place}: {key[1]!r}" for place, key in _said() if key not in translated]
    assert not missing, "without a Portuguese text:\n" + "\n".join(missing)


def test_translations_keep_the_names_that_are_filled_in():
    """A dropped or renamed `%(name)s` would break the page that shows it."""
    wrong = []
    for path in catalogues():
        with path.open("rb") as file:
            for message in read_po(file):
                problems = [str(problem) for problem in message.check()] if message.id else []
                wrong += [f"{path.relative_to(BASE)}: {message.id!r}: {problem}" for problem in problems]
    assert not wrong, "\n".join(wrong)
