"""Acts about one customer: see what is masked, note, consent, hand up, give a balance, begin a subscription, ask for a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import write
from sandbox import engine
from sandbox.engine import forecasting
from sandbox.engine.mandate import KIND as PIX_AUTOMATICO
from sandbox.engine.privacy import MARKETING_CHANNELS
from sandbox.engine.repricing import current
from sandbox.engine.task import MATTER
from sandbox.engine.text import refusal_of_key
from sandbox.engine.wording import CONSENT_CHANNEL_WORDS, said
from sandbox.forms.approvals import ApprovableForm
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, Amount, a_text
from sandbox.queries.customer_file import coupon_terms, price_words
from sandbox.queries.customer_words import KINDS
from sandbox.queries.masks import contacts
from sandbox.queries.scene import Scene

DRY_RUN = "sandbox/_dry_run.html"
DESTINATIONS: Mapping[str, str | Promise] = {
    "billing": pgettext_lazy("department", "Billing"),
    "finance": pgettext_lazy("department", "Finance"),
    "privacy": pgettext_lazy("department", "Privacy (data protection officer)"),
    "supervisor": pgettext_lazy("department", "Supervisor"),
}
SHORTEST_REASON = 10
TASKS = ("call_back", "check_payment", "art_42_review", "nfse_correction", "fix_document", "follow_up")
"""What people may be asked to do; the engine and the clock open tasks of their own."""


class CustomerForm(ActForm):
    """About one customer."""

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return {} if about in scene.world.customers and scene.people.get(about) else None

    def name(self) -> str:
        return self.scene.first_name(self.about)


class RevealForm(CustomerForm):
    act, command, icon = "reveal", "reveal_data", "eye"
    label, send = _("Reveal…"), _("Reveal what is ticked")

    fields_asked = forms.MultipleChoiceField(label=_("What you need"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("What for"), max_length=200, help_text=_("For example: to confirm the address of the invoice.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fields_asked"].choices = [  # type: ignore[attr-defined]
            (one.field, one.label) for one in contacts(self.scene, self.about) if one.is_masked
        ]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        return initial if initial is not None and any(one.is_masked for one in contacts(scene, about)) else None

    def clean_reason(self) -> str:
        """A sentence that somebody could check later: the log of who looked is worth what its reasons say."""
        reason = str(self.cleaned_data["reason"]).strip()
        if len(reason) < SHORTEST_REASON or len(reason.split()) < 2:
            raise forms.ValidationError(_("Say in a few words what you need it for."), code="reason")
        return reason

    def lead(self) -> str:
        return gettext(
            "Only what you tick is shown, until the company’s day ends; the journal keeps that you looked, and why."
        )

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"customer": self.about, "fields": sent["fields_asked"], "reason": sent["reason"]}


class NoteForm(CustomerForm):
    act, command, icon = "note", "add_note", "sticky-note"
    label, send = _("Add a note…"), _("Keep the note")

    text = a_text(pgettext_lazy("of a note", "Note"), True, longest=600, rows="3")

    def lead(self) -> str:
        return gettext(
            "For colleagues only: it never leaves in an export, and goes when the customer’s support data is erased."
        )

    def clean_text(self) -> str:
        """What is no business of a note is refused as at the engine's door: the words themselves never get there."""
        text = str(self.cleaned_data["text"])
        code = refusal_of_key(text)
        if code is not None:
            raise forms.ValidationError(engine.Rejection(code, {}).sentence(self.scene.language), code=code)
        return text

    def fields_of_command(self) -> dict[str, Any]:
        return {"customer": self.about}

    def values(self) -> Mapping[str, str] | None:
        return {"text": self.cleaned_data["text"]}


class ConsentForm(CustomerForm):
    act, command, icon = "consent", "set_consent", "handshake"
    label, send = _("Set a consent…"), _("Write it down")

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[
            ("marketing", pgettext_lazy("consent", "Marketing")),
            ("analytics", pgettext_lazy("consent", "Analytics")),
            ("sharing", pgettext_lazy("consent", "Sharing with partners")),
        ],
    )
    channel = forms.ChoiceField(label=_("Channel"))
    granted = forms.ChoiceField(
        label=_("What was said"),
        choices=[("no", _("Takes it back, or never wants it")), ("yes", _("Agrees"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    proof = forms.CharField(
        label=_("Proof"),
        max_length=200,
        required=False,
        help_text=_("Where and how it was said. An agreement needs it; taking back is as easy as may be."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        channels = [(one, said(CONSENT_CHANNEL_WORDS, one, self.scene.language)) for one in MARKETING_CHANNELS]
        every = ("all", gettext("every channel (only to take back)"))
        self.fields["channel"].choices = [*((key, _capital(words)) for key, words in channels), every]  # type: ignore[attr-defined]

    def lead(self) -> str:
        return gettext(
            "One purpose and one channel at a time; what was said before stays as proof. Receipts and notices go on."
        )

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {
            "customer": self.about,
            "purpose": sent["purpose"],
            "channel": sent["channel"],
            "granted": sent["granted"] == "yes",
            "proof": sent["proof"],
        }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


BRAZILIAN_TASKS = frozenset({"nfse_correction", "art_42_review"})
"""Work that Brazilian law alone knows."""


class TaskForm(CustomerForm):
    act, command, icon = "task", "open_task", "list-plus"
    label, send = _("Open a task…"), _("Open the task")

    kind = forms.ChoiceField(label=_("What has to be done"), choices=[(kind, KINDS[kind]) for kind in TASKS])
    reason = forms.CharField(label=_("In a few words"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.scene.is_brazilian:
            kinds = [(kind, KINDS[kind]) for kind in TASKS if kind not in BRAZILIAN_TASKS]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def lead(self) -> str:
        return gettext("It stays open in %(name)s’s file until somebody closes it with what came of it.") % {
            "name": self.name()
        }

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"about": self.about, "kind": sent["kind"], "reason": sent["reason"]}


class EscalateForm(CustomerForm):
    """About a customer, or about a matter that is nobody's in particular."""

    act, command, icon = "escalate", "escalate", "arrow-up-right"
    label, send = _("Hand up…"), pgettext_lazy("a case, to somebody", "Hand it up")

    to = forms.ChoiceField(label=pgettext_lazy("department", "To"), choices=list(DESTINATIONS.items()))
    reason = forms.CharField(label=_("In a few words"), max_length=300)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return super().offered(scene, about) if about else {"to": "privacy"}

    def lead(self) -> str:
        return gettext("Somebody else goes on with it; what you write is what they will know.")

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"about": self.about or MATTER, "to": sent["to"], "reason": sent["reason"]}


class GrantBalanceForm(ApprovableForm, CustomerForm):
    act, command, icon = "grant-balance", "grant_balance", "piggy-bank"
    label, send = _("Give a balance…"), _("Give the balance")
    previews = DRY_RUN

    amount = Amount(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def lead(self) -> str:
        limit = self.scene.world.require_company().policy.agent_limit
        return gettext(
            "The next invoices of %(name)s use it up; it is never paid out. Up to %(limit)s in all without a second approver."
        ) % {
            "name": self.name(),
            "limit": write(limit, self.scene.currency),
        }

    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"customer": self.about, "amount": sent["amount"], "reason": sent["reason"]}


class SubscribeForm(CustomerForm):
    act, command, icon = "subscribe", "subscribe", "circle-plus"
    label, send = _("New subscription…"), _("Begin the subscription")
    previews = DRY_RUN

    price = forms.ChoiceField(label=_("Plan"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=10_000, initial=1)
    trial_days = forms.IntegerField(label=_("Days of trial"), min_value=0, max_value=365, required=False)
    coupon = forms.ChoiceField(label=_("Coupon"), required=False)
    anchor_day = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("Empty: the day it begins. Another day makes the first period shorter."),
    )
    collection = forms.ChoiceField(
        label=_("How it is paid"),
        choices=[
            ("automatic", _("Charged automatically to the payment method")),
            ("send", _("Sent as boleto and Pix, to be paid by the customer")),
        ],
        widget=forms.RadioSelect,
        initial="automatic",
    )
    due_days = forms.IntegerField(
        label=_("Days to pay"), min_value=0, max_value=365, required=False, help_text=_("Only where it is sent.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.scene.is_brazilian:
            automatic = self.fields["collection"].choices[0]  # type: ignore[attr-defined]
            sent = ("send", _("Sent with a reference, to be paid by transfer"))
            self.fields["collection"].choices = [automatic, sent]  # type: ignore[attr-defined]
        world = self.scene.world
        sold = [current(world, price) for plan in world.plans.values() for price in plan.prices]
        self.fields["price"].choices = [(one, price_words(self.scene, world.prices[one])) for one in sold]  # type: ignore[attr-defined]
        coupons = [(key, f"{key}: {coupon_terms(self.scene, one)}") for key, one in world.coupons.items()]
        self.fields["coupon"].choices = [("", gettext("none")), *coupons]  # type: ignore[attr-defined]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return super().offered(scene, about) if scene.world.plans else None

    def lead(self) -> str:
        return gettext("%(name)s begins today; the preview shows the first invoice line by line, or the trial.") % {
            "name": self.name()
        }

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        named = ("trial_days", "coupon", "anchor_day", "due_days")
        chosen = {name: sent[name] for name in named if sent[name] not in (None, "", 0)}
        if sent["due_days"] == 0:
            chosen["due_days"] = 0
        return {
            "customer": self.about,
            "price": sent["price"],
            "quantity": sent["quantity"],
            "collection": sent["collection"],
            **chosen,
        }


class MandateForm(CustomerForm):
    """Where the customer has a Pix Automático method."""

    act, command, icon = "mandate", "request_mandate", "file-signature"
    label, send = _("Ask for a Pix Automático mandate…"), _("Ask for the mandate")

    amount = Amount(label=_("Ceiling of one charge"), required=False, help_text=_("Empty: no ceiling."))
    fixed = forms.BooleanField(label=_("Each charge is exactly this amount"), required=False)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        if initial is None:
            return None
        methods = [scene.world.methods[key] for key in scene.world.customers[about].methods]
        return initial if any(one.kind == PIX_AUTOMATICO and one.replaced_by is None for one in methods) else None

    def lead(self) -> str:
        return gettext("%(name)s is asked to authorise debits at their bank; until they answer nothing is debited.") % {
            "name": self.name()
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("fixed") and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Say the amount that each charge comes to."))
        return cleaned

    def fields_of_command(self) -> dict[str, Any]:
        amount, fixed = self.cleaned_data["amount"], self.cleaned_data["fixed"]
        return {"customer": self.about, **({"amount": amount} if amount else {}), **({"fixed": True} if fixed else {})}


class AskMethodForm(CustomerForm):
    """Nobody types a card here: the customer does, behind a secure link."""

    act, command, icon = "ask-method", "send_message", "credit-card"
    label, send = _("Ask for another card…"), _("Send the secure link")

    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        return initial if initial is not None and _next_amount(scene, about) else None

    def lead(self) -> str:
        return gettext(
            "%(name)s gets a secure link to add another payment method for %(amount)s. A new card by itself charges nothing."
        ) % {
            "name": self.name(),
            "amount": write(_next_amount(self.scene, self.about), self.scene.currency),
        }

    def fields_of_command(self) -> dict[str, Any]:
        amount = _next_amount(self.scene, self.about)
        return {
            "customer": self.about,
            "template": "new_method_needed",
            "channel": self.cleaned_data["channel"],
            "fields": {"amount": amount},
        }


def _next_amount(scene: Scene, customer: str) -> int:
    """What the new card would be for: the debt, else the next invoice."""
    world = scene.world
    owed = sum(
        one.remaining for one in world.invoices.values() if one.document.customer == customer and one.status == "open"
    )
    if owed:
        return owed
    coming = [forecasting.next_renewal(world, one) for one in world.subscriptions.values() if one.customer == customer]
    return next((one.amount for one in coming if one is not None), 0)


FORMS: tuple[type[ActForm], ...] = (
    RevealForm,
    NoteForm,
    ConsentForm,
    TaskForm,
    EscalateForm,
    GrantBalanceForm,
    SubscribeForm,
    MandateForm,
    AskMethodForm,
)
