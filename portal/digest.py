"""One short name for the state of files, so that slow work on them is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
APPS = ("portal", "courses", "playbooks", "ideas", "sandbox")
SUFFIXES = {".py", ".yaml", ".md", ".sql"}
FACES = {"views", "templatetags", "locale", "static", "tests", "management"}
"""Rooms that neither the schema nor the seeded content depends on."""
FACE_FILES = {
    "views.py",
    "urls.py",
    "forms.py",
    "wagtail_hooks.py",
    "middleware.py",
    "cache.py",
    "checks.py",
    "wsgi.py",
}


def schema_digest(*more: str) -> str:
    """Of the migrations and of what is installed."""
    files = [path for path in _files() if "migrations" in path.parts or path.suffix == ".sql"]
    return _digest([*files, BASE / "requirements.lock"], more)


def content_digest(*more: str) -> str:
    """Of everything that decides what the seeder writes."""
    return _digest(_files(), (schema_digest(), *more))


def _files() -> list[Path]:
    found = (path for app in APPS for path in (BASE / app).rglob("*") if path.suffix in SUFFIXES)
    return sorted(path for path in found if not FACES & set(path.parts) and path.name not in FACE_FILES)


def _digest(files: Iterable[Path], more: Iterable[str]) -> str:
    hashed = hashlib.sha256()
    for path in files:
        if path.exists():
            hashed.update(str(path.relative_to(BASE)).encode() + b"\0" + path.read_bytes() + b"\0")
    for word in more:
        hashed.update(word.encode() + b"\0")
    return hashed.hexdigest()[:16]
