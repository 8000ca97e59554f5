"""The clock's form: where to send it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox.forms.base import LONGEST_KEY
from sandbox.forms.fields import DayInput


class AdvanceForm(forms.Form):
    """Where to send the clock."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="clock-%s", **options)

    key = forms.CharField(max_length=LONGEST_KEY, widget=forms.HiddenInput)
    by = forms.ChoiceField(choices=[(way, "") for way in ("next", "day", "week", "month", "date")])
    to = forms.DateField(label=_("To the date"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("by") == "date" and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose a date."))
        return cleaned

    def way(self) -> dict[str, Any]:
        """Where to, as the clock takes it; nothing said is the next event."""
        chosen = self.cleaned_data
        return {
            "day": {"days": 1},
            "week": {"days": 7},
            "month": {"months": 1},
            "date": {"to": chosen["to"]},
        }.get(chosen["by"], {})
