"""The blocks that a drill's conditions are written in: one for each word of the vocabulary, made from its fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from sandbox.blocks.references import ByName, PlaybookStepBlock
from sandbox.drills import BriefError
from sandbox.drills.conditions import WORDS
from sandbox.drills.conditions.composing import COMPOSED
from sandbox.drills.entries import IN_YAML, Kind, Parameter, check_in, parameters

HELP: Mapping[Kind, str | Promise] = {
    "text": _("A part of the story ($customer), a value that varies ($amount), a day (D+4) or a word."),
    "number": _("A number, a value that varies ($amount) or a sum (= amount * 2). Money in cents."),
    "texts": _("Separated by commas. [] is an empty list."),
    "numbers": _("Numbers, values or sums, separated by commas. Money in cents. [] is an empty list."),
    "yaml": _("As in a drill file: one a line, name: value."),
}
GROUPS: Mapping[str, str | Promise] = {
    "collecting": _("Charging"),
    "billing": _("Invoices and balance"),
    "repaying": _("Giving back"),
    "keeping": _("Subscription"),
    "telling": _("Messages"),
    "holding": _("People's data"),
    "asking": _("Requests about data"),
    "refusing": _("Requests about data"),
    "offering": pgettext_lazy("desk", "Offers"),
    "working": _("Tasks"),
    "reporting": _("Reports"),
}
TOGETHER: Mapping[str, str | Promise] = {
    "all": _("All of these"),
    "any": _("Any of these"),
    "none": _("None of these"),
}


def _field(one: Parameter) -> blocks.Block:
    """One field of a word, typed in as its type asks."""
    said: dict[str, Any] = {"required": one.is_required, "label": parameter_label(one.name)}
    if one.kind == "yes_no":
        return blocks.ChoiceBlock(choices=[("yes", _("Yes")), ("no", _("No"))], **said)
    said["help_text"] = HELP[one.kind]
    return blocks.TextBlock(rows=3, **said) if one.kind == "yaml" else blocks.CharBlock(**said)


def word_label(name: str) -> str | Promise:
    """What a word of the vocabulary is called."""
    return capfirst(pgettext_lazy("condition", name.replace("_", " ")))


def word_help(name: str) -> str:
    """What it says, in one sentence: in English the one that stands beside its definition."""
    plain = name.replace("_", " ")
    spoken = pgettext("what a condition says", plain)
    return spoken if spoken != plain else " ".join((WORDS[name].__doc__ or "").split("\n\n")[0].split())


def parameter_label(name: str) -> str | Promise:
    return capfirst(pgettext_lazy("condition's field", name.replace("_", " ")))


_help = lazy(word_help, str)


class WordBlock(blocks.StructBlock):
    """One word of the vocabulary."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        fault = fault_of({"type": self.name, "value": dict(cleaned)})
        if fault is not None:
            field = next((str(one) for one in fault.where if one in self.child_blocks), None)
            error = ValidationError(said(fault))
            raise blocks.StructBlockValidationError({field: error} if field else None, None if field else [error])
        return cleaned


class InYamlBlock(WordBlock):
    """A check that no fields can say, as a drill file says it."""

    text = blocks.TextBlock(rows=4, label=_("Text"))

    class Meta:
        label = _("Written as in a drill file")
        icon = "code"
        group = _("Composed")


def fault_of(entry: Mapping[str, Any]) -> BriefError | None:
    """What cannot be read of it, if anything."""
    try:
        check_in(entry)
    except BriefError as fault:
        return fault
    return None


def said(fault: BriefError) -> str:
    """A fault where it is shown beside its own field: the line and the sentence."""
    return BriefError(fault.pt_br, fault.en, line=fault.line).sentence(translation.get_language() or "")


@lru_cache(maxsize=1)
def word_blocks() -> dict[str, blocks.Block]:
    """A block for each word; the same ones wherever a check may stand."""
    found: dict[str, blocks.Block] = {}
    for name, word in WORDS.items():
        area = word.__module__.rpartition(".")[2]
        found[name] = WordBlock(
            [(one.name, _field(one)) for one in parameters(word)],
            label=word_label(name),
            help_text=_help(name),
            description=_help(name),
            group=GROUPS.get(area, area),
            icon="check",
        )
    found[IN_YAML] = InYamlBlock()
    return found


class CheckBlocks(ByName, blocks.StreamBlock):
    """What marks a condition: one word, or several together."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        together = [
            (
                name,
                blocks.StreamBlock(list(word_blocks().items()), label=TOGETHER[name], group=_("Composed"), min_num=1),
            )
            for name in COMPOSED
        ]
        super().__init__([*word_blocks().items(), *together], **kwargs)

    class Meta:
        min_num = 1
        max_num = 1
        label = _("What is looked at")


class ConditionBlock(ByName, blocks.StructBlock):
    """One condition: how it counts, its title in both languages, the step it practises, and what is looked at."""

    name = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]*$",
        label=_("Name"),
        help_text=_("Plain letters without spaces: wrong ways name it under “trips”."),
        error_messages={"invalid": _("Small plain letters, digits and _ alone.")},
    )
    kind = blocks.ChoiceBlock(
        choices=[
            ("must", _("Must be true at the end")),
            ("must_not", _("Must never have happened")),
            ("message", _("Must have been told")),
        ],
        default="must",
        label=_("How it counts"),
    )
    weight = blocks.IntegerBlock(
        min_value=1, default=1, label=_("Weight"), help_text=_("Among those that count alike.")
    )
    title_pt_br = blocks.CharBlock(label=_("title in Portuguese"), help_text=_("What is true, never what to do."))
    title_en = blocks.CharBlock(required=False, label=_("title in English"))
    step = PlaybookStepBlock(label=_("Playbook step it practises"))
    check = CheckBlocks()

    class Meta:
        icon = "check"
        label = _("Condition")
        label_format = "{title_pt_br}"


class ConditionBlocks(blocks.StreamBlock):
    """The conditions in the order in which they are told."""

    condition = ConditionBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        known = [one.value["name"] for one in cleaned]
        twice = {
            place: ValidationError(gettext("Two conditions have the name “%(name)s”.") % {"name": name})
            for place, name in enumerate(known)
            if name and name in known[:place]
        }
        if twice:
            raise blocks.StreamBlockValidationError(block_errors=twice)
        return cleaned
