"""The rule of a segment as it is typed: a question put to the desk, not an act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sandbox.queries.scene import Scene
from sandbox.queries.segments import MOST_MONTHS, STATES, Segment, plan_name


class SegmentForm(forms.Form):
    """State, plan and tenure; what is left open does not narrow."""

    state = forms.ChoiceField(label=_("State"), required=False)
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    months = forms.IntegerField(
        label=_("With us for at least (months)"), required=False, min_value=0, max_value=MOST_MONTHS
    )

    def __init__(self, data: Any = None, *, scene: Scene) -> None:
        super().__init__(data, auto_id="segment-%s")
        whatever = ("", pgettext("segment", "Any"))
        self.fields["state"].choices = [whatever, *((name, str(one[0])) for name, one in STATES.items())]  # type: ignore[attr-defined]
        self.fields["plan"].choices = [whatever, *((key, plan_name(scene, key)) for key in scene.world.plans)]  # type: ignore[attr-defined]
        self.fields["months"].widget.attrs["class"] = "input--short"

    def segment(self) -> Segment | None:
        """The rule, or None where what was typed is none."""
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        return Segment(cleaned["state"], cleaned["plan"], cleaned["months"] or 0)
