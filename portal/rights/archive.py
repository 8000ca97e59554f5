"""The packed copy: one file for machines, one page for people, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.people.days import on_their_clock
from portal.people.models import User
from portal.rights.saying import Said
from portal.seams.contracts import Account, Section
from portal.seams.registry import registry

FORMAT = "vigente.copy/1"
MOST_ACROSS = 6


@dataclass(frozen=True)
class Chapter:
    """One app's sections."""

    name: str
    title: str | Promise
    sections: Sequence[Section]


def packed(user: User, account: Account, *, at: datetime) -> bytes:
    """The ZIP, in the language and on the clock that are active."""
    told = [Chapter(data.name, data.title, list(data.copy(account))) for data in registry.account_data.values()]
    chapters = [chapter for chapter in told if chapter.sections]
    page = render_to_string(
        "rights/copy.html",
        {
            "name": user.name,
            "at": at,
            "language": translation.get_language(),
            "chapters": [_shown(c) for c in chapters],
        },
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed_file:
        packed_file.writestr(_("my-data.html"), page)
        packed_file.writestr("data.json", json.dumps(_plain(user, chapters, at), ensure_ascii=False, indent=1))
    return file.getvalue()


def _plain(user: User, chapters: Sequence[Chapter], at: datetime) -> dict[str, Any]:
    """Instants in ISO 8601 with their zone, days and names as they are; columns keep their English names, so that a machine can rely on them."""
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "language": translation.get_language(),
        "person": {"name": user.name, "email": user.email},
        "parts": [
            {
                "name": chapter.name,
                "title": str(chapter.title),
                "sections": [
                    {
                        "name": section.name,
                        "title": section.title,
                        "columns": dict(section.columns),
                        "rows": [{name: _value(row.get(name)) for name in section.columns} for row in section.rows],
                    }
                    for section in chapter.sections
                ],
            }
            for chapter in chapters
        ],
    }


def _value(value: Any) -> Any:
    if isinstance(value, Said):
        return value.plain
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


@dataclass(frozen=True)
class ShownSection:
    """A section as the page draws it: cells beside the names of their columns."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str]]]

    @property
    def is_single(self) -> bool:
        """One row of many columns reads better downwards."""
        return len(self.rows) == 1 and len(self.columns) > MOST_ACROSS


@dataclass(frozen=True)
class ShownChapter:
    """A chapter of the page; sections that hold nothing are named in one line."""

    name: str
    title: str | Promise
    sections: Sequence[ShownSection]
    empty: Sequence[str]


def _shown(chapter: Chapter) -> ShownChapter:
    return ShownChapter(
        chapter.name,
        chapter.title,
        [shown(section) for section in chapter.sections if section.rows],
        [section.title for section in chapter.sections if not section.rows],
    )


def shown(section: Section) -> ShownSection:
    """Values as people say them, in the language and on the clock that are active."""
    return ShownSection(
        section.title,
        list(section.columns.values()),
        [[(label, _said(row.get(name))) for name, label in section.columns.items()] for row in section.rows],
    )


def _said(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, Said):
        return value.words
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(on_their_clock(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list | tuple):
        return "; ".join(_said(one) for one in value) or "–"
    return str(value)
