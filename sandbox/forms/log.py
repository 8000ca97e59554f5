"""The filters of the log of messages: a question put to the desk, not an act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sandbox.forms.fields import CHANNELS
from sandbox.forms.messages import GROUPS, TEMPLATE_NAMES
from sandbox.queries.messages import anybody, people
from sandbox.queries.scene import Scene


class LogForm(forms.Form):
    """Template, channel and customer; what is left open does not narrow."""

    template = forms.ChoiceField(label=_("Message"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    customer = forms.ChoiceField(label=_("Subscriber"), required=False)

    def __init__(self, data: Any = None, *, scene: Scene) -> None:
        super().__init__(data, auto_id="log-%s")
        whatever = ("", pgettext("messages", "Any"))
        grouped = [(str(name), [(key, str(TEMPLATE_NAMES[key])) for key in keys]) for _group, name, keys in GROUPS]
        self.fields["template"].choices = [whatever, *grouped]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [whatever, *CHANNELS]  # type: ignore[attr-defined]
        self.fields["customer"].choices = [anybody(), *people(scene)]  # type: ignore[attr-defined]


def names_of() -> Mapping[str, str]:
    """The words of every template."""
    return {key: str(name) for key, name in TEMPLATE_NAMES.items()}
