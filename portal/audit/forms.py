"""What one looks for in the audit."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.audit.queries import GROUPS, Asked, parse_before

_DAY = {"invalid": _("This is no day. Choose it from the calendar.")}
_NO_DAY_OF_OURS = _("Choose a day between the years 1900 and 2200.")
_BOUNDS = [
    MinValueValidator(date(1900, 1, 1), message=_NO_DAY_OF_OURS),
    MaxValueValidator(date(2200, 12, 31), message=_NO_DAY_OF_OURS),
]
"""Far outside of them midnight is no moment that a computer can tell."""


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Filters(forms.Form):
    """All of it optional; it travels in the address, so that a search can be kept and passed on."""

    who = forms.CharField(label=_("Done by"), required=False, max_length=200)
    about = forms.CharField(label=_("About"), required=False, max_length=200)
    group = forms.ChoiceField(label=_("Kind of act"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=_date(), error_messages=_DAY, validators=_BOUNDS)
    until = forms.DateField(label=_("Until"), required=False, widget=_date(), error_messages=_DAY, validators=_BOUNDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        choice: Any = self.fields["group"]
        choice.choices = [("", _("All")), *((name, label) for name, (label, _starts) in GROUPS.items())]
        for name in ("who", "about"):
            self.fields[name].widget.attrs |= {"placeholder": _("Name or e-mail"), "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first. Change one of the two."))
        return cleaned

    def asked(self) -> Asked:
        """What was asked for; what is wrong in it narrows nothing."""
        found = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        return Asked(
            who=found.get("who", "").strip(),
            about=found.get("about", "").strip(),
            group=found.get("group", ""),
            since=found.get("since"),
            until=found.get("until"),
            before=parse_before(str(self.data.get("before", ""))),
            of_import=_key(str(self.data.get("import", ""))),
        )
