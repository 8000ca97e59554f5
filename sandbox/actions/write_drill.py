"""A drill of a file put on its pages, one a language: what an upload does, and what the seed does too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.home.library import SOURCE, content_key, library, locale
from portal.refusal import Refusal
from sandbox.drills import Brief
from sandbox.drills.sheet import sheet_of
from sandbox.models import DrillIndexPage, DrillPage
from sandbox.queries.authoring import may_author, may_begin, reading_of

LANGUAGES = ("en", "pt-br")
"""The source comes last: with it published, both languages are released together."""
INDEX = {"pt-br": ("Exercícios", "exercicios"), "en": ("Drills", "drills")}


@transaction.atomic
def write_drill(
    brief: Brief, *, key: UUID, by: Any, says: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, DrillPage]:
    """Saves the drill as the newest draft of its pages, which are made where they are not there; publishes nothing.

    `says` are further fields by language: class and reason of the release to come.
    """
    pages = {}
    for language in LANGUAGES:
        page = DrillPage.objects.filter(translation_key=key, locale=locale(language)).first()
        draft = (
            page.get_latest_revision_as_object() if page else DrillPage(locale=locale(language), translation_key=key)
        )
        draft.fill(sheet_of(brief, language))
        draft.minutes = brief.minutes
        for name, value in (says or {}).get(language, {}).items():
            setattr(draft, name, value)
        if page is None:
            draft.live, draft.has_unpublished_changes, draft.owner = False, True, by
            drills_index(language).add_child(instance=draft)
        draft.save_revision(user=by, log_action=True, clean=False)
        pages[language] = draft
    return pages


def drills_index(language: str) -> DrillIndexPage:
    """The page above all drills of a language, made when first asked for."""
    key = content_key("drills", "root")
    found: DrillIndexPage | None = DrillIndexPage.objects.filter(translation_key=key, locale=locale(language)).first()
    if found is not None:
        return found
    title, slug = INDEX[language]
    page: DrillIndexPage = library(language).add_child(
        instance=DrillIndexPage(title=title, slug=slug, locale=locale(language), translation_key=key)
    )
    return page


def upload(text: str, *, into: DrillPage | None, by: Any) -> DrillPage:
    """A whole drill file as the draft of a page, or of a new one; the source's page. Raises Refusal with the fault."""
    if not (may_begin(by) if into is None else may_author(into, by)):
        raise PermissionDenied
    found = reading_of(text, into)
    if found.brief is None:
        raise Refusal("drill_unreadable", " ".join(one.fault for one in found.faults))
    key = uuid4() if into is None else into.translation_key
    return write_drill(found.brief, key=key, by=by)[SOURCE]
