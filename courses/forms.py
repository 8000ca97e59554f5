"""What people type: the code of a certificate."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.queries.certificates import spelled


class CodeForm(forms.Form):
    """A certificate's code, with or without its hyphens."""

    code = forms.CharField(
        label=_("Certificate code"),
        max_length=40,
        help_text=_("Sixteen letters and digits, at the foot of the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = spelled(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("A code is made of letters and digits. Type it as it is printed."))
        return code
