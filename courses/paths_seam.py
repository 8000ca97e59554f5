"""What learning paths offer to the rest of the house: releases, a target for duties that stands on others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.actions.collect_path import collect_path
from courses.models import LearningPathPage
from courses.queries import paths
from courses.search import PathSearch
from portal.people.access import Viewer
from portal.seams.contracts import Draft, Met, Progress
from portal.seams.registry import registry


class PathSource:
    """Turns a path's page, in any language, into the whole path."""

    page_model: type[Page] = LearningPathPage

    def collect(self, page: Page) -> Draft | None:
        return collect_path(page)  # type: ignore[arg-type]

    def released(self, page: Page) -> None:
        """What was said stays on the page as published; it speaks of one number, and the next is asked for anew."""


class PathTarget:
    """A duty may name a path; who meets all its required steps meets it, and no fact of its own is ever recorded."""

    kind = paths.KIND
    label: str | Promise = _("Learning path")
    icon = "route"
    verbs: frozenset[str] = frozenset()

    def url(self, slug: str) -> str:
        return reverse("courses:path", args=[slug])

    def progress(self, keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Progress]:
        found = {}
        for key, own in paths.progress(keys, viewer).items():
            detail = ngettext("%(done)s of %(of)s step", "%(done)s of %(of)s steps", own.of)
            found[key] = Progress(
                own.done,
                own.of,
                detail % {"done": own.done, "of": own.of},
                own.minutes_left,
                is_met=own.is_met,
                in_force_until=own.in_force_until,
            )
        return found

    def met(self, people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Met]]:
        return paths.met(people, key)

    def lacking(self, person: UUID, key: UUID) -> Sequence[str]:
        return paths.lacking(person, key)

    def naming(self, kind: str, key: UUID) -> Sequence[UUID]:
        return paths.naming(kind, key)

    def parts(self, key: UUID) -> Sequence[tuple[str, UUID]]:
        return paths.parts(key)


def register() -> None:
    target = PathTarget()
    registry.add_source(PathSource())
    registry.add_search_source(PathSearch())
    registry.add_target(target)
    registry.add_whole(target)
