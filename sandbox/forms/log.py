"""The filters of the log of messages: a question put to the desk, not an act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sandbox.forms.fields import CHANNELS
from sandbox.forms.messages import GROUPS, TEMPLATE_NAMES
from sandbox.queries.messages import anybody, people
from sandbox.queries.scene import Scene

OPTION = '<option value="{}"{}>{}</option>'
GROUP = '<optgroup label="{}">{}</optgroup>'


class Select(forms.Select):
    """A choice among hundreds, written at once: a template for each of them cost more than the page around it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = [
            (label, format_html_join("", OPTION, map(_option, options))) for label, options, _at in widget["optgroups"]
        ]
        body = format_html_join("", "{}", [(format_html(GROUP, *one) if one[0] else one[1],) for one in groups])
        return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), body)


def _option(one: Mapping[str, Any]) -> tuple[str, SafeString, str]:
    return str(one["value"]), flatatt(one["attrs"]), one["label"]


class LogForm(forms.Form):
    """Template, channel and customer; what is left open does not narrow."""

    template = forms.ChoiceField(label=_("Message"), required=False, widget=Select)
    channel = forms.ChoiceField(label=_("Channel"), required=False, widget=Select)
    customer = forms.ChoiceField(label=_("Subscriber"), required=False, widget=Select)

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
