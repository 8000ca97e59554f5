"""Fields of the desk's forms: an amount, a day, an hour and a few words, as people write them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import places, read

CHANNELS = [
    ("email", _("E-mail")),
    ("in_app", _("In-app notice")),
    ("sms", _("SMS")),
    ("whatsapp", _("WhatsApp")),
]
LONGEST_AMOUNT = 20


def plain_text(text: str) -> None:
    """Refuses signs that nobody sees and that turn the reading of a line round: they would end up on a document."""
    if any(unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\n\r\t\u200d" for sign in text):
        raise forms.ValidationError(_("Write it without invisible signs."), code="invisible")


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
    """An amount as people write it, `49,90` or `49.90`, in `currency`; cleaned to minor units."""

    currency = "BRL"

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "input--short", "maxlength": str(LONGEST_AMOUNT)}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "")
        if not text:
            return None
        try:
            return read(text, self.currency)
        except ValueError as error:
            wanted = _("Write an amount such as %(amount)s.") % {"amount": figures(4990, self.currency)}
            raise forms.ValidationError(wanted, code="amount") from error


def figures(minor_units: int, currency: str) -> str:
    """What an amount field starts from: `49,90` in Portuguese, `49.90` in English, `4990` of a currency without cents."""
    cents = places(currency)
    return str(number_format(Decimal(minor_units).scaleb(-cents), decimal_pos=cents, use_l10n=True))


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
