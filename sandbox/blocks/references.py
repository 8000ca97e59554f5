"""References of a drill to playbooks, their steps and lessons: chosen by title, kept by the name a drill file has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.home.library import content_key
from portal.releases.read import in_force, parts_of
from sandbox.drills.starters import names

Choices = Sequence[tuple[str, Any]]


class ByName:
    """In migrations such a block stands by its name alone: the vocabulary may grow without one."""

    def deconstruct(self) -> tuple[str, Sequence[Any], Mapping[str, Any]]:
        return f"{type(self).__module__}.{type(self).__qualname__}", (), {}

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, Sequence[Any], Mapping[str, Any]]:
        return self.deconstruct()

    @classmethod
    def construct_from_lookup(cls, lookup: Any) -> Any:
        return cls()


class _Chosen(forms.ChoiceField):
    """What is chosen may stand for something that is not released yet."""

    def valid_value(self, value: Any) -> bool:
        return True


def playbook_choices() -> Choices:
    """Playbooks in force, by key."""
    covers = parts_of(in_force("playbook"), translation.get_language() or "").filter(part_id="")
    return sorted(
        ((str(one.release.key), one.title) for one in covers.select_related("release")), key=lambda one: one[1]
    )


def step_choices() -> Choices:
    """Steps of playbooks in force, each under its playbook."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    parts = list(parts_of(in_force("playbook"), translation.get_language() or "").select_related("release"))
    for part in sorted(parts, key=lambda one: (bool(one.part_id), one.position)):
        key = str(part.release.key)
        if not part.part_id:
            groups[key] = part.title, []
        elif key in groups:
            groups[key][1].append((f"{key}/{part.part_id}", part.title))
    return sorted(groups.values(), key=lambda one: one[0])


def lesson_choices() -> Choices:
    """Lessons of the courses in force, each under its course."""
    groups: dict[UUID, tuple[str, list[tuple[str, str]]]] = {}
    parts = list(parts_of(in_force("course"), translation.get_language() or ""))
    for part in sorted(parts, key=lambda one: (bool(one.part_id), one.position)):
        if not part.part_id:
            groups[part.release_id] = part.title, []
        elif part.release_id in groups:
            groups[part.release_id][1].append((part.part_id, part.title))
    return sorted(groups.values(), key=lambda one: one[0])


def keyed(kind: str, ref: str) -> str:
    """A reference by key: starter content may be named by its name."""
    name, slash, part = ref.partition("/")
    try:
        return f"{UUID(name)}{slash}{part}"
    except ValueError:
        return f"{content_key(kind, name)}{slash}{part}" if name else ""


def named(kind: str, ref: str) -> str:
    """The same reference by name, where it is starter content: files of drills go from one installation to another."""
    key, slash, part = ref.partition("/")
    known = {str(content_key(kind, name)): name for name in names()[kind]}
    return f"{known.get(key, key)}{slash}{part}"


class ReferenceBlock(ByName, blocks.FieldBlock):
    """A thing of another room, chosen by its title and kept by the name that a drill file has for it."""

    kind: ClassVar[str] = ""

    @staticmethod
    def offered() -> Choices:
        raise NotImplementedError

    def __init__(self, **kwargs: Any) -> None:
        self.field = _Chosen(choices=self._choices, help_text=kwargs.pop("help_text", ""))
        super().__init__(**kwargs)

    def _choices(self) -> Choices:
        return [("", _("Choose…")), *self.offered()]

    def value_for_form(self, value: Any) -> Any:
        return keyed(self.kind, value) if value else ""

    def value_from_form(self, value: Any) -> Any:
        return named(self.kind, value) if value else ""


class PlaybookStepBlock(ReferenceBlock):
    kind = "playbook"
    offered = staticmethod(step_choices)


class LessonBlock(ReferenceBlock):
    kind = "lesson"
    offered = staticmethod(lesson_choices)

    class Meta:
        label = _("Lesson")
        icon = "doc-full"


class LessonBlocks(blocks.StreamBlock):
    """Lessons that teach what a drill asks."""

    lesson = LessonBlock()

    class Meta:
        required = False
