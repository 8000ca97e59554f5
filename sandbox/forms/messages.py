"""Writing to a customer by one of the house's templates, seen as the customer will see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sandbox import engine
from sandbox.engine.messages import TEMPLATES, Template
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, Amount, a_day, a_text, written
from sandbox.queries.file import to_write_about
from sandbox.queries.scene import Scene

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
TEMPLATES_OFFERED = (
    "payment_declined",
    "new_method_needed",
    "authentication_needed",
    "final_notice",
    "payment_confirmed",
    "cancellation_confirmed",
    "free_text",
)


class MessageForm(ActForm):
    """A message by one of the house's templates; its fields follow the template."""

    act, command, icon = "write", "send_message", "mail"
    label, send = _("Write to %(name)s"), pgettext_lazy("a message", "Send")
    template, previews = "sandbox/_write.html", "sandbox/_letter.html"

    invoice = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    chosen = forms.ChoiceField(choices=list(TEMPLATE_NAMES.items()), widget=forms.HiddenInput)
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

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        """`chosen` names the template, in what was sent or in what the form starts from."""
        wanted = str((data if data is not None else initial or {}).get("chosen", ""))
        self.chosen = wanted if wanted in TEMPLATE_NAMES else TEMPLATES_OFFERED[0]
        super().__init__(data, scene=scene, about=about, initial={**(initial or {}), "chosen": self.chosen})
        template: Template = TEMPLATES[self.chosen]
        self.own = [*template.required, *template.optional]
        for name in self.own:
            self.fields[name] = self.FIELDS[name](name in template.required)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return to_write_about(scene, about)

    @classmethod
    def words(cls, scene: Scene, about: str) -> str:
        return str(cls.label) % {"name": scene.first_name(about)}

    def lead(self) -> str:
        return gettext("The message goes out now and stays in the file.")

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "customer": self.about,
            "template": cleaned["chosen"],
            "channel": cleaned["channel"],
            "invoice": cleaned["invoice"] or None,
            "fields": {name: written(cleaned[name]) for name in self.own if cleaned.get(name) not in (None, "")},
        }

    def templates_offered(self) -> Sequence[dict[str, Any]]:
        """The templates to choose from."""
        return [{"id": key, "name": TEMPLATE_NAMES[key], "is_chosen": key == self.chosen} for key in TEMPLATES_OFFERED]

    def preview(self) -> Mapping[str, Any]:
        """Subject and body as the customer sees them, with what has been filled in so far."""
        known = self.scene.world.customers[self.about]
        blank = dict.fromkeys(self.own, "…") | {"note": ""}
        subject, body = engine.render_message(
            self.chosen,
            {**blank, **self._so_far()},
            name=self.scene.first_name(self.about),
            language=known.language,
            currency=self.scene.currency,
        )
        return {
            "subject": subject,
            "body": body.replace("R$ ", "R$\N{NO-BREAK SPACE}"),
            "language": known.language,
            "is_foreign": known.language != self.scene.language,
        }

    def _so_far(self) -> dict[str, str | int]:
        """What has been filled in, right or wrong."""
        if self.is_bound:
            self.is_valid()
            cleaned = self.cleaned_data
            return {name: written(cleaned[name]) for name in self.own if cleaned.get(name) not in (None, "")}
        given = {name: self.get_initial_for_field(self.fields[name], name) for name in self.own}
        return {
            name: int(self.fields[name].to_python(value) or 0) if name == "amount" else written(value)
            for name, value in given.items()
            if value not in (None, "")
        }


FORMS: tuple[type[ActForm], ...] = (MessageForm,)
