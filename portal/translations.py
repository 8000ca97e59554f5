"""Compiles the .po files that people write into the .mo files that Django reads, without gettext's own programs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

BASE = Path(__file__).resolve().parent.parent
CATALOGUES = ("*/locale/*/LC_MESSAGES/django*.po", "portal/*/locale/*/LC_MESSAGES/django*.po")


def catalogues() -> Iterable[Path]:
    return sorted(path for pattern in CATALOGUES for path in BASE.glob(pattern) if ".venv" not in path.parts)


def compile_translations() -> int:
    """Compile what is older than its source or missing; returns how many were compiled."""
    made = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, domain="django")
        aside = target.with_suffix(".mo.new")
        with aside.open("wb") as file:
            write_mo(file, catalogue)
        aside.replace(target)
        made += 1
    return made


if __name__ == "__main__":
    compile_translations()
