"""The steps that a learning path is made of: things of other rooms, named by kind and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.people.access import Viewer, visible
from portal.releases.read import in_force, parts_of
from portal.seams.registry import registry

NAMEABLE = ("course", "playbook", "drill")
"""What a step may be; never another path, so that no path stands on itself."""

Thing = tuple[str, UUID]
"""Kind and key."""
Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def thing_choices(viewer: Viewer | None = None, *, named: Iterable[str] = ()) -> Choices:
    """What readers have of each kind, by `kind:key`; with a viewer, what they may see of it and what is `named` already."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    language = translation.get_language() or ""
    known = Q()
    for kind, key in (thing_of(name) for name in named if is_nameable(name)):
        known |= Q(kind=kind, key=key)
    for kind in NAMEABLE:
        seen = in_force(kind)
        if viewer is not None:
            mine = visible(seen.order_by().distinct(), viewer).values("pk")
            seen = seen.filter(Q(pk__in=mine) | known if known else Q(pk__in=mine))
        covers = parts_of(seen, language).filter(part_id="").select_related("release").defer("blocks", "html")
        things = sorted((cover.title, name_of(kind, cover.release.key)) for cover in covers)
        target = registry.targets.get(kind)
        if things and target is not None:
            groups.append((str(target.label), [(name, title) for title, name in things]))
    return groups


def name_of(kind: str, key: UUID) -> str:
    """How a step's thing is written down."""
    return f"{kind}:{key}"


def thing_of(name: str) -> Thing:
    """Kind and key from how a step's thing is written down. Raises ValueError where it is no such name."""
    kind, _colon, key = name.partition(":")
    return kind, UUID(key)


def is_nameable(name: str) -> bool:
    """Whether a step may be this."""
    try:
        return thing_of(name)[0] in NAMEABLE
    except ValueError:
        return False


class PathStepBlock(blocks.StructBlock):
    """One step: what to do, whether it must be done, and why it stands here in both languages."""

    thing = blocks.ChoiceBlock(choices=thing_choices, label=_("course, playbook or drill"))
    required = blocks.BooleanBlock(
        required=False, default=True, label=_("required"), help_text=_("The path is met when every required step is.")
    )
    note_pt_br = blocks.TextBlock(required=False, rows=2, label=_("why it stands here, in Portuguese"))
    note_en = blocks.TextBlock(required=False, rows=2, label=_("why it stands here, in English"))

    class Meta:
        icon = "tasks"
        label = _("Step")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not is_nameable(cleaned["thing"]):
            raise blocks.StructBlockValidationError(
                {"thing": ValidationError(_("A step is a course, a playbook or a drill. Choose one of the list."))}
            )
        if bool(cleaned["note_pt_br"].strip()) != bool(cleaned["note_en"].strip()):
            missing = "note_en" if cleaned["note_pt_br"].strip() else "note_pt_br"
            raise blocks.StructBlockValidationError(
                {missing: ValidationError(_("Say it in both languages, or in neither."))}
            )
        return cleaned


class PathBlocks(blocks.StreamBlock):
    """The steps in order; the id of each is shared by all languages. `choices` narrows what may be chosen."""

    step = PathStepBlock()

    def __init__(
        self, local_blocks: Any = None, *, choices: Callable[[], Choices] | None = None, **kwargs: Any
    ) -> None:
        if choices is not None:
            thing = blocks.ChoiceBlock(choices=choices, label=_("course, playbook or drill"))
            local_blocks = [("step", PathStepBlock([("thing", thing)]))]
        super().__init__(local_blocks, **kwargs)

    class Meta:
        min_num = 1
        max_num = 40

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        things = [block.value["thing"] for block in cleaned]
        if len(things) != len(set(things)):
            raise ValidationError(_("A thing stands on the path twice. Keep it where it is first needed."))
        if not any(block.value["required"] for block in cleaned):
            raise ValidationError(_("No step is required. Mark at least one, or nobody can complete the path."))
        return cleaned
