"""Import playbooks from YAML files: the path an author takes, Wagtail pages published and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from ruamel.yaml import YAML

from playbooks.models import PlaybookIndexPage, PlaybookPage
from portal.home.library import SOURCE, content_key, library, locale
from portal.people.models import Department, User

CONTENT = Path(__file__).parent.parent / "content"
LANGUAGES = ("pt-br", "en")
FIRST_REASON = "Primeira versão."
INDEX = {"pt-br": "Playbooks", "en": "Playbooks"}


def files(folder: Path = CONTENT) -> Iterator[Mapping[str, Any]]:
    """The playbooks of a folder, in the order of their file names."""
    for path in sorted(folder.glob("*.yaml")):
        yield YAML(typ="safe").load(path)


@transaction.atomic
def import_playbook(content: Mapping[str, Any], *, accountable: User, today: date) -> bool:
    """Publish one playbook in all its languages; one that is there already is left as its editors made it.

    The source language is published last, so that the first release holds every language.
    """
    key = content_key("playbook", content["key"])
    if PlaybookPage.objects.filter(translation_key=key).exists():
        return False
    department = Department.objects.get(key=content["department"])
    for language in sorted(LANGUAGES, key=lambda language: language == SOURCE):
        page = PlaybookPage(
            title=content["title"][language],
            slug=content["slug"],
            locale=locale(language),
            translation_key=key,
            live=False,
            owner=accountable,
            summary=content["summary"][language].strip(),
            department=department,
            accountable=accountable,
            topics=list(content["topics"]),
            review_on=_months_after(today, content["review_months"]),
            steps=[_step(step, language) for step in content["steps"]],
            change_class="major",
            change_reason=FIRST_REASON,
            change_number=1,
        )
        index(language).add_child(instance=page)
        page.save_revision(user=accountable).publish(user=accountable)
    return True


def index(language: str) -> PlaybookIndexPage:
    """The page that holds the playbooks of a language, made when first asked for."""
    key = content_key("playbooks", "index")
    pages = PlaybookIndexPage.objects.filter(translation_key=key, locale=locale(language))
    found: PlaybookIndexPage | None = pages.first()
    if found is not None:
        return found
    made: PlaybookIndexPage = library(language).add_child(
        instance=PlaybookIndexPage(
            title=INDEX[language], slug="playbooks", locale=locale(language), translation_key=key
        )
    )
    return made


def _step(step: Mapping[str, Any], language: str) -> dict[str, Any]:
    def said(name: str) -> str:
        return ((step[name] or {}).get(language) or "").strip()

    def key(kind: str) -> str:
        return str(content_key(kind, step[kind])) if step[kind] else ""

    value = {name: said(name) for name in ("title", "body", "who", "evidence", "warning")}
    return {"type": "step", "id": step["id"], "value": {**value, "lesson": key("lesson"), "drill": key("drill")}}


def _months_after(day: date, months: int) -> date:
    """The first day of the month that many months on: reviews are booked by month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
