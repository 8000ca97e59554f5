"""The ways a question asks, as blocks of the editor: one block says the kind and holds what it needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.blocks.asked import options_in
from courses.rules.kinds.fill import GAP


def _text(label: Any, *, required: bool = True, long: bool = False) -> blocks.FieldBlock:
    if long:
        return blocks.TextBlock(label=label, required=required, rows=2)
    return blocks.CharBlock(label=label, required=required, max_length=300)


def _partial() -> blocks.BooleanBlock:
    """Whether a part of the answer earns a part of the point."""
    return blocks.BooleanBlock(
        required=False,
        label=_("credit for parts"),
        help_text=_("Unmarked: all or nothing. An answer that is right in part is still a missed question."),
    )


class OptionBlock(blocks.StructBlock):
    """One option of a question, in both languages, with why it is right or wrong."""

    correct = blocks.BooleanBlock(required=False, label=_("right answer"))
    text_pt_br = _text(_("text in Portuguese"))
    text_en = _text(_("text in English"), required=False)
    explanation_pt_br = _text(_("explanation in Portuguese"), required=False, long=True)
    explanation_en = _text(_("explanation in English"), required=False, long=True)

    class Meta:
        icon = "radio-full"
        label = _("Option")


class OptionBlocks(blocks.StreamBlock):
    """The options; the id of each is shared by all languages and kept by every version."""

    option = OptionBlock()

    class Meta:
        min_num = 2
        max_num = 8


class SingleBlock(blocks.StructBlock):
    """One right answer."""

    options = OptionBlocks(label=_("options"))

    class Meta:
        icon = "radio-full"
        label = _("One right answer")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(option["correct"] for option in options_in(cleaned["options"])) != 1:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Mark exactly one option as the right answer.")]
            )
        return cleaned


class TrueFalseBlock(SingleBlock):
    """True or false, always in this order."""

    class Meta:
        icon = "check"
        label = _("True or false")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if len(cleaned["options"]) != 2:
            raise blocks.StructBlockValidationError(non_block_errors=[_("True or false has two options.")])
        return cleaned


class MultipleBlock(blocks.StructBlock):
    """Several right answers."""

    options = OptionBlocks(label=_("options"))
    partial = _partial()

    class Meta:
        icon = "tick"
        label = _("Several right answers")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(option["correct"] for option in options_in(cleaned["options"])):
            raise blocks.StructBlockValidationError(non_block_errors=[_("Mark at least one option as a right answer.")])
        return cleaned


class NumericBlock(blocks.StructBlock):
    """A number, with how far off it may be."""

    value = blocks.DecimalBlock(label=_("right number"), max_digits=18, decimal_places=6)
    tolerance = blocks.DecimalBlock(
        label=_("tolerance"),
        default=Decimal(0),
        min_value=0,
        max_digits=18,
        decimal_places=6,
        help_text=_("How far from it an answer may be and still be right, up or down."),
    )
    unit_pt_br = _text(_("unit in Portuguese"), required=False)
    unit_en = _text(_("unit in English"), required=False)

    class Meta:
        icon = "order"
        label = _("Number")


class ItemBlock(blocks.StructBlock):
    """Something to be put in its place."""

    text_pt_br = _text(_("text in Portuguese"))
    text_en = _text(_("text in English"), required=False)

    class Meta:
        label = _("Item")


class OrderBlock(blocks.StructBlock):
    """Items to be put in order."""

    items = blocks.ListBlock(ItemBlock(), label=_("items in the right order"), min_num=2, max_num=10)
    partial = _partial()

    class Meta:
        icon = "list-ol"
        label = _("Put in order")


class PairBlock(blocks.StructBlock):
    """What belongs together."""

    left_pt_br = _text(_("left, in Portuguese"))
    left_en = _text(_("left, in English"), required=False)
    right_pt_br = _text(_("right, in Portuguese"))
    right_en = _text(_("right, in English"), required=False)

    class Meta:
        label = _("Pair")


class MatchBlock(blocks.StructBlock):
    """Pairs to be found."""

    pairs = blocks.ListBlock(PairBlock(), label=_("pairs"), min_num=2, max_num=10)
    extra = blocks.ListBlock(ItemBlock(), label=_("on the right, but belonging to nothing"), default=[], max_num=5)
    partial = _partial()

    class Meta:
        icon = "link"
        label = _("Match")

    def clean(self, value: Any) -> Any:
        """Two equal texts on the right could not be told apart."""
        cleaned = super().clean(value)
        rights = [pair["right_pt_br"].strip() for pair in cleaned["pairs"]]
        rights += [item["text_pt_br"].strip() for item in cleaned["extra"]]
        if len(set(rights)) != len(rights):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Two texts on the right are the same: nobody could tell which is meant.")]
            )
        return cleaned


class GapBlock(blocks.StructBlock):
    """One gap, and the words that fill it."""

    name = blocks.RegexBlock(
        regex=r"^[\w-]{1,40}$",
        label=_("name"),
        help_text=_("As it stands in the text between double brackets: [[name]]."),
        error_messages={"invalid": _("Letters, digits and hyphens.")},
    )
    accepted_pt_br = blocks.TextBlock(label=_("accepted in Portuguese, one a line"), rows=2)
    accepted_en = blocks.TextBlock(label=_("accepted in English, one a line"), rows=2, required=False)

    class Meta:
        label = _("Gap")


class FillBlock(blocks.StructBlock):
    """A text with gaps."""

    text_pt_br = blocks.TextBlock(label=_("text in Portuguese, with [[gaps]]"), rows=3)
    text_en = blocks.TextBlock(label=_("text in English, with [[gaps]]"), rows=3, required=False)
    gaps = blocks.ListBlock(GapBlock(), label=_("gaps"), min_num=1, max_num=8)
    partial = _partial()

    class Meta:
        icon = "edit"
        label = _("Fill in")

    def clean(self, value: Any) -> Any:
        """Each text names each gap once, and none that is not there."""
        cleaned = super().clean(value)
        names = sorted(gap["name"] for gap in cleaned["gaps"])
        texts = [cleaned["text_pt_br"], *([cleaned["text_en"]] if cleaned["text_en"].strip() else [])]
        if any(sorted(GAP.findall(text)) != names for text in texts):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Each text names each gap exactly once, as [[name]].")]
            )
        return cleaned


class _Part(blocks.StructBlock):
    prompt_pt_br = blocks.TextBlock(label=_("question in Portuguese"), rows=2)
    prompt_en = blocks.TextBlock(label=_("question in English"), rows=2, required=False)
    explanation_pt_br = _text(_("explanation in Portuguese"), required=False, long=True)
    explanation_en = _text(_("explanation in English"), required=False, long=True)


class SinglePart(_Part, SingleBlock):
    """A part with one right answer."""

    class Meta:
        icon = "radio-full"
        label = _("One right answer")


class TrueFalsePart(_Part, TrueFalseBlock):
    """A part that is true or false."""

    class Meta:
        icon = "check"
        label = _("True or false")


class MultiplePart(_Part, MultipleBlock):
    """A part with several right answers."""

    class Meta:
        icon = "tick"
        label = _("Several right answers")


class NumericPart(_Part, NumericBlock):
    """A part that asks for a number."""

    class Meta:
        icon = "order"
        label = _("Number")


class FillPart(_Part, FillBlock):
    """A part with gaps to fill in."""

    class Meta:
        icon = "edit"
        label = _("Fill in")


class PartBlocks(blocks.StreamBlock):
    """The questions of a case."""

    single = SinglePart()
    multiple = MultiplePart()
    true_false = TrueFalsePart()
    numeric = NumericPart()
    fill = FillPart()

    class Meta:
        min_num = 2
        max_num = 6


class CaseBlock(blocks.StructBlock):
    """Several questions about the situation that the question tells."""

    parts = PartBlocks(label=_("parts"))
    partial = _partial()

    class Meta:
        icon = "doc-full"
        label = _("Case with several parts")


class AskingBlocks(blocks.StreamBlock):
    """How a question asks: exactly one block, whose type is the kind."""

    single = SingleBlock()
    multiple = MultipleBlock()
    true_false = TrueFalseBlock()
    numeric = NumericBlock()
    order = OrderBlock()
    match = MatchBlock()
    fill = FillBlock()
    case = CaseBlock()

    class Meta:
        min_num = 1
        max_num = 1
