"""Fields of the desk's forms: an amount, a day, an hour and a few words, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANNELS = [
    ("email", _("E-mail")),
    ("in_app", _("In-app notice")),
    ("sms", _("SMS")),
    ("whatsapp", _("WhatsApp")),
]
_AMOUNT = re.compile(
    r"\s*(?:R\$)?\s*(?P<units>[0-9]{1,3}(?:[.,][0-9]{3}){1,2}|[0-9]{1,9})(?:[.,](?P<cents>[0-9]{2}))?\s*"
)
"""Up to nine digits before the cents: nobody owes more here, and a longer number is a slip or a trick."""
LONGEST_AMOUNT = 20


class DayInput(forms.DateInput):
    """The browser's own calendar; it speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, str] | None = None) -> None:
        super().__init__(attrs=dict(attrs or {}), format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: Mapping[str, str] | None = None) -> None:
        super().__init__(attrs=dict(attrs or {}), format="%H:%M")


class Amount(forms.CharField):
    """An amount as people write it, `49,90` or `49.90`; cleaned to minor units."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "input--short", "maxlength": str(LONGEST_AMOUNT)}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        if not text:
            return None
        match = _AMOUNT.fullmatch(text)
        if match is None:
            raise forms.ValidationError(_("Write an amount such as 49,90."), code="amount")
        return int(re.sub(r"\D", "", match["units"])) * 100 + int(match["cents"] or 0)


def a_day(label: str | Promise, required: bool) -> forms.Field:
    return forms.DateField(label=label, required=required, widget=DayInput())


def a_text(label: str | Promise, required: bool, *, longest: int, rows: str) -> forms.Field:
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def written(value: Any) -> str | int:
    """A field of a message as the engine keeps it: minor units, an ISO day, or text."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)
