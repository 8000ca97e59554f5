"""The form by which evidence is taken away: from where on, and in which version."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.evidence.xapi import VERSIONS

HIGHEST = 2**63 - 1


class ExportForm(forms.Form):
    after = forms.IntegerField(
        label=_("After number"),
        help_text=_("The number at which the last export ended; 0 takes everything from the beginning."),
        min_value=0,
        max_value=HIGHEST,
        initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    version = forms.ChoiceField(
        label=_("Version of xAPI"),
        choices=[(one, one) for one in VERSIONS],
        initial=VERSIONS[0],
        widget=forms.Select,
        help_text=_("As your learning record store asks for it."),
    )
