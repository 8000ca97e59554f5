"""The editor's vocabulary of a playbook: one block a step, so that versions and translations speak of steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, FieldBlock, StructBlock, TextBlock
from wagtailmarkdown.blocks import MarkdownBlock

from portal.releases.read import in_force, parts_of

Choices = list[tuple[str, str]]


def _lessons() -> Choices:
    """Lessons of the courses in force, each under its course."""
    parts = parts_of(in_force("course").values_list("pk", flat=True), translation.get_language() or "")
    courses: dict[Any, str] = {}
    choices = []
    for part in parts:
        if part.part_id == "":
            courses[part.release_id] = part.title
        else:
            choices.append((part.part_id, f"{courses.get(part.release_id, '')} › {part.title}"))
    return choices


def _drills() -> Choices:
    """Drills in force."""
    parts = parts_of(in_force("drill").values_list("pk", flat=True), translation.get_language() or "")
    return [(str(part.release.key), part.title) for part in parts.filter(part_id="").select_related("release")]


class KeepingSelect(forms.Select):
    """A select that keeps a key it cannot name, so that saving a step never loses a link in silence."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        known = {str(key) for key, _label in self.choices}
        lost = [(key, _("not released yet: %(key)s") % {"key": key}) for key in value if key and key not in known]
        self.choices = [*self.choices, *lost]
        return super().optgroups(name, value, attrs)


class _AnyKey(forms.ChoiceField):
    widget = KeepingSelect

    def valid_value(self, value: Any) -> bool:
        return True


class ReferenceBlock(FieldBlock):
    """The key of something another app releases, chosen from what is in force."""

    @staticmethod
    def offered() -> Choices:
        """Keys and titles an editor may choose."""
        raise NotImplementedError

    def __init__(self, *, label: str | Promise = "", **kwargs: Any) -> None:
        self.field = _AnyKey(choices=self._choices, required=False, label=label)
        super().__init__(label=label, **kwargs)

    def _choices(self) -> list[tuple[str, str | Promise]]:
        return [("", _("none")), *self.offered()]


class LessonBlock(ReferenceBlock):
    """A lesson, named by its part id."""

    offered = staticmethod(_lessons)


class DrillBlock(ReferenceBlock):
    """A drill, named by its key."""

    offered = staticmethod(_drills)


class StepBlock(StructBlock):
    """One step: what to do, who does it, and the evidence it leaves."""

    title = CharBlock(label=_("Title"), max_length=160)
    body = MarkdownBlock(label=_("What to do"))
    who = CharBlock(label=_("Who"), max_length=160, required=False)
    evidence = CharBlock(label=_("Evidence it leaves"), max_length=300, required=False)
    warning = TextBlock(label=_("Warning"), max_length=600, required=False, rows=3)
    lesson = LessonBlock(label=_("Lesson that teaches it"))
    drill = DrillBlock(label=_("Drill that trains it"))

    class Meta:
        icon = "tasks"
        label = _("Step")
        label_format = "{title}"
