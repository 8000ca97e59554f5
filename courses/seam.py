"""What courses offers to the rest of the house: releases, a target for duties, cards of lessons, a place in the nav."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses import paths_seam
from courses.actions.account_data import CourseData
from courses.actions.award import on_evidence
from courses.actions.collect_course import collect_course, publish_lessons
from courses.actions.seed_year import seed
from courses.models import CoursePage
from courses.queries import KIND, learning, lesson_cards
from courses.queries.lacking import lacking
from courses.queries.replay import VERIFIERS
from courses.queries.standing import KINDS, visible
from courses.search import CourseSearch
from portal.evidence.alias import of
from portal.people.access import Viewer
from portal.seams.contracts import Draft, Met, NavItem, Progress
from portal.seams.registry import registry


class CourseSource:
    """Turns a course page, in any language, into the whole course."""

    page_model: type[Page] = CoursePage
    keeps = (KIND,)
    """A certificate holds until its day, whatever is released meanwhile."""

    def collect(self, page: Page) -> Draft | None:
        return collect_course(page)  # type: ignore[arg-type]

    def released(self, page: Page) -> None:
        publish_lessons(page)  # type: ignore[arg-type]


class CourseTarget:
    """A duty may name a course; a certificate meets it for as long as it says."""

    kind = KIND
    label: str | Promise = _("Course")
    icon = "book-open"
    verbs = frozenset({"certificate.awarded"})

    def url(self, slug: str) -> str:
        return reverse("courses:course", args=[slug])

    def progress(self, keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Progress]:
        found = {}
        for key, own in learning(viewer, keys).items():
            of = len(own.lessons)
            done = len(own.finished & set(own.lessons))
            detail = ngettext("%(done)s of %(of)s lesson", "%(done)s of %(of)s lessons", of) % {"done": done, "of": of}
            found[key] = Progress(
                done,
                of,
                detail,
                own.minutes_left,
                is_met=own.held is not None and own.held.is_in_force,
                in_force_until=own.held.in_force_until if own.held else None,
            )
        return found

    def met(self, people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Met]]:
        rows = of(people).filter(kind=KIND, key=key, verb="certificate.awarded").order_by("occurred_at", "id")
        found: dict[UUID, list[Met]] = {}
        for whose, at, result, fact in rows.values_list("whose", "occurred_at", "result", "id"):
            found.setdefault(whose, []).append(Met(at, parse_datetime(result["in_force_until"] or ""), [fact]))
        return found

    def lacking(self, person: UUID, key: UUID) -> Sequence[str]:
        return lacking(person, key)


class LessonEmbed:
    """Cards of lessons, for playbooks and drills; keys are lessons' translation keys."""

    kind = "lesson"

    def cards(self, request: HttpRequest, keys: Sequence[str]) -> Mapping[str, str]:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return {
            card.part_id: render_to_string("courses/_lesson_card.html", {"card": card}, request=request)
            for card in lesson_cards(viewer, keys)
        }


def register() -> None:
    registry.add_source(CourseSource())
    registry.add_search_source(CourseSearch())
    registry.add_target(CourseTarget())
    paths_seam.register()
    for model in KINDS:
        registry.add_visible(model, visible)
    registry.add_embed(LessonEmbed())
    registry.add_subscriber(on_evidence)
    registry.add_nav(
        NavItem(name="courses", url_name="courses:catalogue", label=_("Courses"), icon="book-open", order=20)
    )
    registry.add_account_data(CourseData())
    registry.add_seeder(30, seed)
    for name, verifier in VERIFIERS.items():
        registry.add_verifier(name, verifier)
