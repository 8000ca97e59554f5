"""The blocks that a lesson and an exam are written with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmarkdown.blocks import MarkdownBlock

from portal.home.library import SOURCE
from portal.releases.read import in_force, parts_of


def _released(kind: str) -> Iterator[tuple[UUID, str, str]]:
    """Key, part id and title of everything of a kind that readers have, in the editor's language."""
    releases = {release.pk: release.key for release in in_force(kind)}
    for part in parts_of(releases, translation.get_language() or ""):
        yield releases[part.release_id], part.part_id, part.title


def drill_choices() -> list[tuple[str, str]]:
    return [(str(key), title) for key, part, title in _released("drill") if not part]


def step_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Steps of released playbooks, grouped by playbook."""
    found = list(_released("playbook"))
    groups = {key: (title, []) for key, part, title in found if not part}  # type: ignore[var-annotated]
    for key, part, title in found:
        if part and key in groups:
            groups[key][1].append((f"{key}/{part}", title))
    return [(title, steps) for title, steps in groups.values()]


def drill_minutes(keys: Collection[str]) -> dict[str, int]:
    """How long released drills take, by key; one that is not released is left out."""
    releases = {release.pk: str(release.key) for release in in_force("drill") if str(release.key) in keys}
    covers = parts_of(releases, SOURCE).filter(part_id="").defer("blocks", "html") if releases else []
    return {releases[cover.release_id]: cover.facts.get("minutes", 0) for cover in covers}


class CalloutBlock(blocks.StructBlock):
    """A passage set apart: a note, a warning, a law, a policy of ours."""

    tone = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("warning", _("Warning")), ("law", _("Law")), ("policy", _("Our policy"))],
        default="note",
        label=_("tone"),
    )
    title = blocks.CharBlock(label=_("title"), max_length=160)
    body = MarkdownBlock(label=_("text"))

    class Meta:
        icon = "warning"
        label = _("Callout")


class DisclosureBlock(blocks.StructBlock):
    """More for those who want it, folded away."""

    title = blocks.CharBlock(label=_("title"), max_length=160)
    body = MarkdownBlock(label=_("text"))

    class Meta:
        icon = "collapse-down"
        label = _("Disclosure")


class LessonBlocks(blocks.StreamBlock):
    """What a lesson is made of."""

    markdown = MarkdownBlock(icon="doc-full", label=_("Text"))
    callout = CalloutBlock()
    disclosure = DisclosureBlock()
    question = SnippetChooserBlock("courses.Question", icon="help", label=_("Practice question"))
    drill = blocks.ChoiceBlock(choices=drill_choices, icon="tasks", label=_("Drill"))
    step = blocks.ChoiceBlock(choices=step_choices, icon="list-ol", label=_("Playbook step"))


class ExamBlocks(blocks.StreamBlock):
    """The pool that an exam draws from."""

    question = SnippetChooserBlock("courses.Question", icon="help", label=_("Question"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        chosen = [block.value.pk for block in cleaned]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("A question stands in the exam twice."))
        return cleaned
