"""Forms of an import: which file, and what it may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.days import today
from portal.roster.reading import MOST_BYTES


class Options(forms.Form):
    """What the file may do besides changing whom it names."""

    starts_on = forms.DateField(
        label=_("Valid from"),
        help_text=_("From this day changed departments and managers hold. Usually today."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}, format="%Y-%m-%d"),
    )
    creates_departments = forms.BooleanField(
        label=_("Create departments that do not exist"),
        required=False,
        help_text=_("Otherwise a line with an unknown department is left out."),
    )
    deactivates_missing = forms.BooleanField(
        label=_("Deactivate who is not in the file"),
        required=False,
        help_text=_("Only for a file with everyone in it. You see every name before anything happens."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": today()})
        super().__init__(*args, **kwargs)


class Upload(Options):
    """The file comes first."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 10 MB and 20,000 lines."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty. Choose another one.")},
    )
    field_order = ("file", "starts_on", "creates_departments", "deactivates_missing")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Split it, or remove pictures and other sheets."), code="too_large"
            )
        return file
