"""Acts on one subscription: end it, take that back, let it rest, go on, give it a discount, undo the contract."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandbox.engine import calendar
from sandbox.engine.jurisdictions import Withdrawal, law_of, withdrawal_of
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.forms.approvals import ApprovableForm
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, DayInput
from sandbox.queries.customer_file import coupon_terms
from sandbox.queries.scene import Scene
from sandbox.queries.unused import unused_days

DRY_RUN = "sandbox/_dry_run.html"


class SubscriptionForm(ActForm):
    """About one subscription."""

    previews = DRY_RUN

    @property
    def subscription(self) -> Subscription:
        return self.scene.world.subscriptions[self.about]

    def name(self) -> str:
        return self.scene.first_name(self.subscription.customer)


class CancelForm(ApprovableForm, SubscriptionForm):
    act, command, icon = "cancel", "cancel", "circle-x"
    label, send = _("Cancel…"), _("Cancel the subscription")

    when = forms.ChoiceField(
        label=_("When it ends"),
        choices=[
            ("period_end", _("When the paid period ends: nothing goes back, access lasts until then")),
            ("now", _("Now: access ends at once")),
            ("date", _("On another day: the last period is charged up to it")),
        ],
        widget=forms.RadioSelect,
        initial="period_end",
        required=False,
    )
    at = forms.DateField(
        label=_("That day"), required=False, widget=DayInput, help_text=_("Only where it ends on another day.")
    )
    refund = forms.ChoiceField(
        label=_("Give money back"),
        choices=[
            ("none", _("Nothing: money never goes back by itself")),
            ("prorated", _("The days that were paid and not used")),
            ("full", _("Everything paid for this period")),
        ],
        widget=forms.RadioSelect,
        initial="none",
        required=False,
        help_text=_("Only where it ends now; above the agent’s limit somebody else has to approve it."),
    )
    reason = forms.CharField(label=_("Reason given by the customer"), max_length=200)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.status not in ENDED and one.cancel_at is None else None

    def lead(self) -> str:
        return gettext(
            "%(name)s has paid until %(day)s. What is owed stays owed, and cancelling can be undone until it takes effect."
        ) % {
            "name": self.name(),
            "day": self.scene.written_day(self.subscription.period.end),
        }

    def clean_at(self) -> date | None:
        at: date | None = self.cleaned_data["at"]
        if self.cleaned_data.get("when") == "date" and at is None:
            raise forms.ValidationError(_("Choose the day on which it ends."), code="required")
        return at

    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data
        asked = {"subscription": self.about, "reason": sent["reason"], "when": sent["when"] or "period_end"}
        if asked["when"] == "date":
            asked["at"] = sent["at"].isoformat()
        return asked | ({"refund": sent["refund"]} if sent["refund"] else {})


class UndoCancelForm(SubscriptionForm):
    act, command, icon = "undo-cancel", "undo_cancel", "undo-2"
    label, send = _("Undo the cancellation"), _("Undo")
    previews = ""

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.cancel_at is not None and one.status not in ENDED else None

    def lead(self) -> str:
        return gettext("The subscription goes on as if nobody had asked to cancel.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"subscription": self.about}


class UndoChangeForm(SubscriptionForm):
    act, command, icon = "undo-change", "undo_change", "undo-2"
    label, send = _("Undo the change that waits"), _("Undo")
    previews = ""

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.queued is not None and one.status not in ENDED else None

    def lead(self) -> str:
        return gettext("What is held now goes on at the next renewal; nothing was billed for the change.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"subscription": self.about}


SERVICE_RESTS = {
    "balance": _(
        "The service: access stops, the days not used become balance, and a new period begins on the way back"
    ),
    "debt": _(
        "The service: access stops, the days not used come off what is open, and a new period begins on the way back"
    ),
    "nothing": _(
        "The service: access stops, and a new period begins on the way back; nothing paid is left to become balance"
    ),
}


class PauseForm(SubscriptionForm):
    act, command, icon = "pause", "pause", "circle-pause"
    label, send = _("Pause…"), _("Pause the subscription")

    kind = forms.ChoiceField(
        label=_("What rests"),
        choices=[
            ("service", SERVICE_RESTS["balance"]),
            ("collection", _("Only charging: access and invoices go on, nothing is charged until the pause ends")),
            ("invoicing", _("Only invoicing: access goes on and the periods of the pause cost nothing")),
        ],
        widget=forms.RadioSelect,
        initial="service",
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=DayInput, help_text=_("Empty: until somebody resumes it.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField) and self.about in self.scene.world.subscriptions:
            choices: Any = kind.choices
            kind.choices = [("service", SERVICE_RESTS[unused_days(self.scene, self.subscription)]), *list(choices)[1:]]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        can = one is not None and one.status in ("active", "past_due") and one.pause is None
        return {} if can else None

    def lead(self) -> str:
        return gettext("%(name)s stays a customer; the three pauses differ in what stands still.") % {
            "name": self.name()
        }

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        until = {"until": sent["until"].isoformat()} if sent["until"] else {}
        return {"subscription": self.about, "kind": sent["kind"], **until}


class ResumeForm(SubscriptionForm):
    act, command, icon = "resume", "resume", "circle-play"
    label, send = _("Resume…"), _("Resume the subscription")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.pause is not None and one.status not in ENDED else None

    def lead(self) -> str:
        pause = self.subscription.pause
        match pause.kind if pause else "":
            case "service":
                return gettext("Access comes back now and a new period begins today: its invoice is issued at once.")
            case "collection":
                return gettext(
                    "What is open is charged now; the days of the régua count from the first failure as ever."
                )
            case _:
                return gettext("Invoices come again from the next period on; what went by stays free.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"subscription": self.about}


class CouponForm(ActForm):
    """About a subscription or a customer."""

    act, command, icon = "coupon", "apply_coupon", "ticket-percent"
    label, send = _("Apply a coupon…"), _("Apply the coupon")

    coupon = forms.ChoiceField(label=_("Coupon"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        coupons = self.scene.world.coupons
        self.fields["coupon"].choices = [  # type: ignore[attr-defined]
            (key, f"{key}: {coupon_terms(self.scene, coupons[key])}") for key in _valid(self.scene)
        ]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        if about not in scene.world.customers and (one is None or one.status in ENDED):
            return None
        return {} if _valid(scene) else None

    def lead(self) -> str:
        return gettext("The discount comes off the invoices from the next one on; nothing that was issued changes.")

    def fields_of_command(self) -> dict[str, Any]:
        whose = "subscription" if self.about in self.scene.world.subscriptions else "customer"
        return {whose: self.about, "coupon": self.cleaned_data["coupon"]}


def _valid(scene: Scene) -> list[str]:
    today = calendar.day_of(scene.world.now, scene.zone)
    return [key for key, one in scene.world.coupons.items() if one.expires is None or one.expires >= today]


class WithdrawForm(ApprovableForm, SubscriptionForm):
    """The right of withdrawal, while its days last."""

    act, command, icon = "withdraw", "withdraw", "rotate-ccw"
    label, send = _("Withdrawal from the contract…"), _("Undo the contract")

    channel = forms.ChoiceField(label=_("Acknowledge by"), choices=CHANNELS)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        if one is None or (one.status in ENDED and one.end_kind != "voluntary"):
            return None
        right = _right(scene, one)
        if right is None:
            return None
        last = calendar.day_of(one.started_at, scene.zone) + timedelta(days=right.days)
        return {} if calendar.day_of(scene.world.now, scene.zone) <= last else None

    def lead(self) -> str:
        right = _right(self.scene, self.subscription)
        days = right.days if right else 0
        return gettext(
            "Within %(days)s days of the contract %(name)s may change their mind without a reason; what was paid goes back (%(source)s)."
        ) % {
            "days": days,
            "name": self.name(),
            "source": right.source.partition(";")[0] if right else "",
        }

    def asked(self) -> dict[str, Any]:
        return {"subscription": self.about, "channel": self.cleaned_data["channel"]}


def _right(scene: Scene, one: Subscription) -> Withdrawal | None:
    world = scene.world
    law = law_of(world.require_company(), world.customers[one.customer])
    return withdrawal_of(law, calendar.day_of(one.started_at, scene.zone))


FORMS: tuple[type[ActForm], ...] = (
    CancelForm,
    UndoCancelForm,
    UndoChangeForm,
    PauseForm,
    ResumeForm,
    CouponForm,
    WithdrawForm,
)
