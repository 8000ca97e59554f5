"""Writing to a customer by one of the house's templates, seen as the customer will see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sandbox.engine.letters import Template
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.subscription import Subscription
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, Amount, a_day, a_text, written
from sandbox.queries.letters import facts, fitting, is_marketing, letter, main_subscription, reach
from sandbox.queries.scene import Scene
from sandbox.queries.truths import AMOUNTS, DIFFERS, differing, told_otherwise

GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    (
        "money",
        pgettext_lazy("group of messages", "Charges"),
        (
            "payment_declined",
            "new_method_needed",
            "authentication_needed",
            "final_notice",
            "access_suspended",
            "payment_confirmed",
            "refund_made",
            "invoice_sent",
            "payment_due",
            "payment_overdue",
        ),
    ),
    (
        "subscription",
        pgettext_lazy("group of messages", "Subscription"),
        (
            "renewal_notice",
            "trial_ending",
            "price_change",
            "card_expiring",
            "cancellation_confirmed",
            "withdrawal_acknowledged",
        ),
    ),
    (
        "privacy",
        pgettext_lazy("group of messages", "Personal data"),
        ("request_received", "request_answered", "export_ready", "incident_notice"),
    ),
    ("own", pgettext_lazy("group of messages", "In your own words"), ("free_text", "campaign")),
)
"""Every template of the house, by what it speaks of."""

NEVER_BY_HAND = frozenset({"erasure_done"})
"""What only the act that it speaks of can say."""

TEMPLATE_NAMES: dict[str, str | Promise] = {
    "payment_declined": _("Charge not approved"),
    "new_method_needed": _("Another method needed"),
    "authentication_needed": _("Confirm at the bank"),
    "final_notice": _("Final notice"),
    "access_suspended": _("Access suspended"),
    "payment_confirmed": _("Payment received"),
    "refund_made": pgettext_lazy("a message", "Refund made"),
    "invoice_sent": _("Invoice sent"),
    "payment_due": _("Invoice due soon"),
    "payment_overdue": _("Invoice overdue"),
    "renewal_notice": _("Renewal notice"),
    "trial_ending": _("End of the trial"),
    "price_change": pgettext_lazy("a message", "Price change"),
    "card_expiring": _("Card about to expire"),
    "cancellation_confirmed": _("Cancellation confirmed"),
    "withdrawal_acknowledged": _("Withdrawal received"),
    "request_received": _("Request received"),
    "request_answered": _("Request answered"),
    "erasure_done": _("Data erased"),
    "export_ready": _("Copy of the data ready"),
    "incident_notice": _("Notice of an incident"),
    "free_text": _("Free text"),
    "campaign": pgettext_lazy("a message", "Marketing"),
}
FREE_TEXT = "free_text"
PURPOSES = [
    ("service", _("Service: it answers the customer, or concerns what they have")),
    ("marketing", _("Marketing: an offer, or news to sell something")),
]


def _line(label: str | Promise, longest: int) -> Callable[[bool], forms.Field]:
    return lambda required: forms.CharField(label=label, max_length=longest, required=required)


def _day(label: str | Promise) -> Callable[[bool], forms.Field]:
    return lambda required: a_day(label, required)


class MessageForm(ActForm):
    """A message by one of the house's templates; its fields follow the template."""

    act, command, icon = "write", "send_message", "mail"
    label, send = _("Write to %(name)s"), pgettext_lazy("a message", "Send")
    template, previews = "sandbox/_write.html", "sandbox/_letter.html"
    first: ClassVar[str] = ""
    """The template it opens with; without one, that which fits what happened last."""

    invoice = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    sure = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    """What was said to differ from the books before it was pressed again."""
    chosen = forms.ChoiceField(choices=list(TEMPLATE_NAMES.items()), widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)

    FIELDS: ClassVar[dict[str, Callable[[bool], forms.Field]]] = {
        "amount": lambda required: Amount(label=_("Amount"), required=required),
        "old_amount": lambda required: Amount(label=_("Amount until now"), required=required),
        "price": _line(_("Price"), 60),
        "retry_on": _day(_("Day of the next attempt")),
        "ends_on": _day(_("Day on which access ends")),
        "access_until": _day(_("Access until")),
        "renews_on": _day(_("Day of the renewal")),
        "effective_on": _day(_("In force from")),
        "due_on": _day(_("Due day")),
        "expires_on": _day(_("The link lasts until")),
        "known_on": _day(_("Day on which it was known")),
        "received_at": _day(_("Day on which it was received")),
        "refund_by": _day(_("Money back by")),
        "way": _line(_("Which way it went back"), 80),
        "when": _line(_("When it arrives"), 120),
        "last4": _line(_("Last four digits"), 4),
        "expires": _line(_("Good until (year-month)"), 7),
        "slip": _line(_("Boleto or Pix code"), 80),
        "case": _line(pgettext_lazy("a request about data", "Request"), 60),
        "incident": _line(_("Incident"), 60),
        "subject": _line(_("Subject"), 120),
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
        self.subscription = self.subscription_of(scene, about)
        self.customer = self.subscription.customer if self.subscription is not None else about
        is_known = wanted in TEMPLATE_NAMES and wanted not in NEVER_BY_HAND
        self.chosen = wanted if is_known else self.first or fitting(scene, self.customer)
        known = facts(scene, self.customer, self.chosen, self.subscription) if self.customer in _of(scene) else {}
        super().__init__(data, scene=scene, about=about, initial={**known, **(initial or {}), "chosen": self.chosen})
        template: Template = TEMPLATES[self.chosen]
        self.own = [*template.required, *template.optional]
        for name in self.own:
            self.fields[name] = self.FIELDS[name](name in template.required)
        if "slip" in self.fields and not scene.is_brazilian:
            self.fields["slip"].label = _("Reference of the transfer")
        if self.chosen == FREE_TEXT:
            self.fields["purpose"] = forms.ChoiceField(
                label=_("What it is"), choices=PURPOSES, widget=forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        may = self.chosen != FREE_TEXT or reach(self.scene, self.customer, str(cleaned.get("channel"))).may
        if not may and not cleaned.get("purpose"):
            self.add_error("purpose", _("Marketing does not go here without consent: say what it is."))
        coded = self._differing(self._typed())
        if coded and cleaned.get("sure") != self._said(coded) and "preview" not in self.data:
            for sentence in told_otherwise(self.scene, self.chosen, self._typed(), coded):
                self.add_error(None, sentence)
            self.add_error(None, _("If that is what you mean, send it once more."))
            self.data = self.data.copy()
            self.data["sure"] = self._said(coded)
        return cleaned

    def _differing(self, typed: Mapping[str, str | int]) -> str:
        """What was typed and the books say otherwise, coded."""
        if self.customer not in _of(self.scene):
            return ""
        return differing(self.scene, self.customer, self.chosen, self.about, typed)

    def _said(self, coded: str) -> str:
        """The difference with both sides: another amount typed is another press."""
        typed = self._typed()
        return "; ".join(f"{one}|{typed.get(one.partition('|')[0], '')}" for one in coded.split("; "))

    @classmethod
    def subscription_of(cls, scene: Scene, about: str) -> Subscription | None:
        """The subscription that the message speaks of, where the act is about a customer."""
        return main_subscription(scene, about)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return {} if about in _of(scene) else None

    @classmethod
    def words(cls, scene: Scene, about: str) -> str:
        return str(cls.label) % {"name": scene.first_name(about)}

    def lead(self) -> str:
        if not is_marketing(self.chosen):
            return gettext("The message goes out now and stays in the file.")
        if any(reach(self.scene, self.customer, channel).may for channel, _label in CHANNELS):
            return gettext("Marketing goes only by the channels that the customer agreed to; it stays in the file.")
        return gettext("%(name)s agreed to marketing by no channel: it would be refused.") % {
            "name": self.scene.first_name(self.customer)
        }

    def fields_of_command(self) -> dict[str, Any]:
        cleaned, fields = self.cleaned_data, self._typed()
        coded = self._differing(fields)
        return {
            "customer": self.customer,
            "template": cleaned["chosen"],
            "channel": cleaned["channel"],
            "invoice": cleaned["invoice"] or None,
            "purpose": cleaned.get("purpose") or "service",
            "fields": {**fields, **({DIFFERS: coded} if coded else {})},
        }

    def groups_offered(self) -> Sequence[dict[str, Any]]:
        """The groups of templates, each leading to its first one."""
        return [
            {"id": templates[0], "name": name, "is_chosen": self.chosen in templates}
            for _group, name, templates in GROUPS
        ]

    def templates_offered(self) -> Sequence[dict[str, Any]]:
        """The templates of the chosen group."""
        templates = next(templates for _group, _name, templates in GROUPS if self.chosen in templates)
        return [{"id": key, "name": TEMPLATE_NAMES[key], "is_chosen": key == self.chosen} for key in templates]

    def preview(self) -> Mapping[str, Any]:
        """Subject and body as the customer sees them, with what has been filled in so far, and what is still missing."""
        so_far = self._so_far()
        blank = dict.fromkeys(self.own, "…") | {"note": ""}
        seen = letter(self.scene, self.customer, self.chosen, {**blank, **so_far})
        missing = [str(self.fields[name].label) for name in TEMPLATES[self.chosen].required if name not in so_far]
        return {
            "subject": seen.subject,
            "body": seen.body,
            "language": seen.language,
            "is_foreign": seen.is_foreign,
            "missing": missing,
            "blocked": self._blocked(),
            "differs": told_otherwise(self.scene, self.chosen, so_far, self._differing(so_far)),
        }

    def _blocked(self) -> str:
        """Why marketing will not go by the channel that is chosen."""
        if not is_marketing(self.chosen):
            return ""
        channel = self["channel"].value() or CHANNELS[0][0]
        reached = reach(self.scene, self.customer, str(channel))
        if reached.may:
            return ""
        facts = {"name": self.scene.first_name(self.customer), "channel": dict(CHANNELS).get(channel, channel)}
        if reached.said_no:
            return gettext("%(name)s said no to marketing (%(channel)s). Receipts and notices still go.") % facts
        return gettext("%(name)s never agreed to marketing (%(channel)s). Ask first, and keep the proof.") % facts

    def _so_far(self) -> dict[str, str | int]:
        """What has been filled in, right or wrong."""
        if self.is_bound:
            self.is_valid()
            return self._typed()
        given = {name: self.get_initial_for_field(self.fields[name], name) for name in self.own}
        return {
            name: int(self.fields[name].to_python(value) or 0) if name in AMOUNTS else written(value)
            for name, value in given.items()
            if value not in (None, "")
        }

    def _typed(self) -> dict[str, str | int]:
        """What was typed, as a message keeps it."""
        cleaned = self.cleaned_data
        return {name: written(cleaned[name]) for name in self.own if cleaned.get(name) not in (None, "")}


def _of(scene: Scene) -> Mapping[str, Any]:
    return scene.world.customers


class NoticeForm(MessageForm):
    """The notice of one subscription's renewal, or of its trial's end, with the day and the amount as they will be."""

    act, icon = "notice", "bell-ring"
    label = _("Write the notice")
    first = "renewal_notice"

    @classmethod
    def subscription_of(cls, scene: Scene, about: str) -> Subscription | None:
        return scene.world.subscriptions.get(about)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        if one is None or not facts(scene, one.customer, "renewal_notice", one):
            return None
        return {"chosen": "trial_ending" if one.status == "trialing" else "renewal_notice"}

    @classmethod
    def words(cls, scene: Scene, about: str) -> str:
        return str(cls.label)

    def lead(self) -> str:
        return gettext("%(name)s is told the day and the amount, and how to leave before it.") % {
            "name": self.scene.first_name(self.customer)
        }


class NewCardForm(NoticeForm):
    """Asking for another card before the one that is held runs out."""

    act, icon = "ask-card", "credit-card"
    label = _("Ask for another card")
    first = "card_expiring"

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        if one is None or not facts(scene, one.customer, "card_expiring", one).get("expires"):
            return None
        return {}

    def lead(self) -> str:
        return gettext("%(name)s is asked for another card by a secure link; no number is ever written.") % {
            "name": self.scene.first_name(self.customer)
        }


FORMS: tuple[type[ActForm], ...] = (MessageForm, NoticeForm, NewCardForm)
