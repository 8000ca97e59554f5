"""The desk's small forms: they turn what a person types into a command's fields, and decide nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandbox.engine.messages import TEMPLATES, Template

CHANNELS = [
    ("email", _("E-mail")),
    ("in_app", _("In-app notice")),
    ("sms", _("SMS")),
    ("whatsapp", _("WhatsApp")),
]
TEMPLATE_NAMES = {
    "payment_declined": _("Charge not approved"),
    "new_method_needed": _("Another method needed"),
    "authentication_needed": _("Confirm at the bank"),
    "final_notice": _("Final notice"),
    "access_suspended": _("Access suspended"),
    "payment_confirmed": _("Payment received"),
    "cancellation_confirmed": _("Cancellation confirmed"),
    "free_text": _("Free text"),
}
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


class DeskForm(forms.Form):
    """A form of the desk: `act` names it in the address, `command` in the engine; its key makes it count once."""

    act: ClassVar[str]
    command: ClassVar[str]

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **options: Any) -> None:
        options.setdefault("prefix", None)
        super().__init__(data, initial={"key": uuid4().hex, **(initial or {})}, auto_id=f"{self.act}-%s", **options)

    def renew_key(self) -> None:
        """After a refusal the corrected form is another command."""
        self.data = renewed(self.data)

    def fields_of_command(self) -> dict[str, Any]:
        """What the engine is asked, from what was typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class ScheduleForm(DeskForm):
    act, command = "schedule", "schedule_retry"

    invoice = forms.CharField(max_length=60, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour"), widget=HourInput(), initial="09:00")

    def fields_of_command(self) -> dict[str, Any]:
        at = f"{self.cleaned_data['day'].isoformat()}T{self.cleaned_data['hour']:%H:%M}"
        return {"invoice": self.cleaned_data["invoice"], "at": at}


class CollectForm(DeskForm):
    act, command = "collect", "collect"

    invoice = forms.CharField(max_length=60, widget=forms.HiddenInput)


class LinkForm(DeskForm):
    act, command = "link", "send_payment_link"

    invoice = forms.CharField(max_length=60, widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)


class LookUpForm(DeskForm):
    act, command = "look-up", "look_up_payment"

    payment = forms.CharField(max_length=60, widget=forms.HiddenInput)


class CancelForm(DeskForm):
    act, command = "cancel", "cancel"

    subscription = forms.CharField(max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason given by the customer"), max_length=200)

    def fields_of_command(self) -> dict[str, Any]:
        return {**super().fields_of_command(), "when": "period_end"}


class UndoCancelForm(DeskForm):
    act, command = "undo-cancel", "undo_cancel"

    subscription = forms.CharField(max_length=60, widget=forms.HiddenInput)


class MessageForm(DeskForm):
    """A message by one of the house's templates; its fields follow the template."""

    act, command = "write", "send_message"

    customer = forms.CharField(max_length=60, widget=forms.HiddenInput)
    invoice = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    template = forms.ChoiceField(choices=list(TEMPLATE_NAMES.items()), widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)

    FIELDS: ClassVar[dict[str, Callable[[bool], forms.Field]]] = {
        "amount": lambda required: Amount(label=_("Amount"), required=required),
        "retry_on": lambda required: a_day(_("Day of the next attempt"), required),
        "ends_on": lambda required: a_day(_("Day on which access ends"), required),
        "access_until": lambda required: a_day(_("Access until"), required),
        "subject": lambda required: forms.CharField(label=_("Subject"), max_length=120, required=required),
        "text": lambda required: a_text(_("Text"), required, longest=1000, rows="4"),
        "note": lambda required: a_text(
            pgettext_lazy("in a message", "A sentence of your own"), required, longest=400, rows="2"
        ),
    }

    def __init__(self, data: Any = None, *, template: str, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={**(initial or {}), "template": template})
        chosen: Template = TEMPLATES[template]
        self.own = [*chosen.required, *chosen.optional]
        for name in self.own:
            self.fields[name] = self.FIELDS[name](name in chosen.required)

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "customer": cleaned["customer"],
            "template": cleaned["template"],
            "channel": cleaned["channel"],
            "invoice": cleaned["invoice"] or None,
            "fields": {name: written(cleaned[name]) for name in self.own if cleaned.get(name) not in (None, "")},
        }

    def so_far(self) -> dict[str, str | int]:
        """What has been filled in, right or wrong, for a preview."""
        if self.is_bound:
            cleaned = getattr(self, "cleaned_data", {})
            return {name: written(cleaned[name]) for name in self.own if cleaned.get(name) not in (None, "")}
        given = {name: self.get_initial_for_field(self.fields[name], name) for name in self.own}
        return {
            name: int(self.fields[name].to_python(value) or 0) if name == "amount" else written(value)
            for name, value in given.items()
            if value not in (None, "")
        }


def renewed(data: Any) -> QueryDict:
    """What was typed, under a new key."""
    copy: QueryDict = data.copy()
    copy["key"] = uuid4().hex
    return copy


def written(value: Any) -> str | int:
    """A field of a message as the engine keeps it: minor units, an ISO day, or text."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


class AdvanceForm(forms.Form):
    """Where to send the clock."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="clock-%s", **options)

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    by = forms.ChoiceField(choices=[("next", ""), ("day", ""), ("date", "")])
    to = forms.DateField(label=_("To the date"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("by") == "date" and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose a date."))
        return cleaned


FORMS: dict[str, type[DeskForm]] = {
    form.act: form
    for form in (ScheduleForm, CollectForm, LinkForm, LookUpForm, CancelForm, UndoCancelForm, MessageForm)
}
