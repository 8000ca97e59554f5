"""Collecting: a learning path in every published language, ready to freeze."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.blocks.path import is_nameable
from courses.models import LearningPathPage
from courses.models.paths import released
from portal.home.library import SOURCE
from portal.refusal import Refusal
from portal.seams.contracts import Draft


def collect_path(page: LearningPathPage) -> Draft | None:
    """The draft behind any language of a path; None until its source language is published.

    Raises Refusal where a step names what no step may be, or where none is required: such a path could not be met.
    """
    pages = {
        one.locale.language_code: one
        for one in LearningPathPage.objects.filter(translation_key=page.translation_key, live=True)
        .select_related("locale", "department")
        .order_by("locale_id")
    }
    source = pages.get(SOURCE)
    if source is None:
        return None
    _refuse_what_nobody_could_meet(source)
    parts, minutes = [], 0
    for language in sorted(pages, key=lambda language: language != SOURCE):
        known = released(source.things(), language)
        if language == SOURCE:
            asked = [
                thing for thing, block in zip(source.things(), source.steps, strict=True) if block.value["required"]
            ]
            minutes = sum(known[thing].facts.get("minutes", 0) for thing in asked if thing in known)
        parts.append(pages[language].cover(minutes=minutes, department=source.department))
        parts += source.step_parts(language, {thing: cover.title for thing, cover in known.items()})
    change_class, reason = next((said for said in (page.change(), source.change()) if all(said)), ("", ""))
    return Draft(
        kind=LearningPathPage.kind,
        key=source.translation_key,
        slug=source.slug,
        source_locale=SOURCE,
        parts=parts,
        revisions=[one.live_revision_id or 0 for one in pages.values()],
        change_class=change_class,
        reason=reason,
        facts={
            "steps": [dict(part.facts) for part in parts if part.part_id and part.locale == SOURCE],
            "department": source.department.key if source.department else None,
            "topics": source.topic_list(),
        },
    )


def _refuse_what_nobody_could_meet(source: LearningPathPage) -> None:
    """The editor's form says the same sooner; this is for every other way in."""
    if not all(is_nameable(block.value["thing"]) for block in source.steps):
        raise Refusal(
            "step_not_nameable",
            _("A step of a path is a course, a playbook or a drill, never another path. Replace it."),
        )
    if not any(block.value["required"] for block in source.steps):
        raise Refusal("no_step_required", _("No step is required. Mark at least one, or nobody can complete the path."))
