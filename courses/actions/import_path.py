"""Importing a learning path: one YAML file becomes a draft in every language, and is released."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from courses.actions.import_course import LANGUAGES, drafted, released
from courses.blocks.path import name_of
from courses.models import LearningPathPage
from portal.home.library import SOURCE, content_key, locale
from portal.people.models import Department
from portal.releases.models import Release


@transaction.atomic
def import_path(file: Path, *, reason: str = "") -> Release | None:
    """Write the file's path as drafts in every language and release it; None where nothing changed since."""
    text = file.read_bytes()
    digest = hashlib.sha256(text).hexdigest()
    path = YAML(typ="safe").load(text.decode())
    key = content_key("path", path["key"])
    before = LearningPathPage.objects.filter(translation_key=key, locale=locale(SOURCE)).first()
    if before is not None and before.import_digest == digest:
        return None
    pages = {language: _page(path, language) for language in LANGUAGES}
    return released(pages, digest=digest, change=path["change_class"], reason=reason)


def _page(path: Mapping[str, Any], language: str) -> LearningPathPage:
    values = {
        "title": path["title"][language],
        "draft_title": path["title"][language],
        "slug": path["slug"],
        "summary": path["summary"][language].strip(),
        "introduction": path["introduction"][language].strip(),
        "steps": [{"type": "step", "id": step["id"], "value": _step(step)} for step in path["steps"]],
        "department": Department.objects.filter(key=path["department"]).first(),
        "topics": ", ".join(path["topics"]),
    }
    return drafted(LearningPathPage, content_key("path", path["key"]), language, values, change=path["change_class"])


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "thing": name_of(step["kind"], content_key(step["kind"], step["thing"])),
        "required": step["required"],
        "note_pt_br": step["note"]["pt-br"],
        "note_en": step["note"]["en"],
    }
