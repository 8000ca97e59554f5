"""The form of an endpoint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.webhooks.events import GROUPS, LABELS


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("How you call the other system."))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("An https address that answers within ten seconds. We follow no redirects."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=list(LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def groups(self) -> list[dict[str, Any]]:
        """The events by what they speak of, each with whether it is chosen."""
        value = self["events"].value() or []
        return [
            {
                "title": title,
                "events": [
                    {"name": name, "label": label, "is_chosen": name in value}
                    for name, label in LABELS.items()
                    if name.startswith(start)
                ],
            }
            for title, start in GROUPS
        ]
