"""Collecting a debt: book an attempt, charge now, send a link, ask what became of a charge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, DayInput, HourInput
from sandbox.queries.desk import debt_facts
from sandbox.queries.scene import Scene


class DebtForm(ActForm):
    """What is done about an open invoice."""

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        invoice = scene.world.invoices.get(about)
        return {} if invoice is not None and invoice.status == "open" else None

    def fields_of_command(self) -> dict[str, Any]:
        return {"invoice": self.about}


class ScheduleForm(DebtForm):
    act, command, icon = "schedule", "schedule_retry", "calendar-plus"
    label, send = _("Schedule an attempt"), _("Schedule")

    day = forms.DateField(label=_("Day"), widget=DayInput)
    hour = forms.TimeField(label=_("Hour"), widget=HourInput(), initial="09:00")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        invoice = scene.world.invoices.get(about)
        return super().offered(scene, about) if invoice is not None and invoice.unresolved is None else None

    def lead(self) -> str:
        return gettext(
            "%(amount)s will be charged to %(method)s at the day and hour you choose, once the clock gets there."
        ) % debt_facts(self.scene, self.about)

    def fields_of_command(self) -> dict[str, Any]:
        at = f"{self.cleaned_data['day'].isoformat()}T{self.cleaned_data['hour']:%H:%M}"
        return {"invoice": self.about, "at": at}


class LinkForm(DebtForm):
    act, command, icon = "link", "send_payment_link", "link"
    label, send = _("Send a payment link"), _("Send the link")

    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)

    def lead(self) -> str:
        return gettext("%(name)s receives a secure link for %(amount)s and may pay with another method.") % debt_facts(
            self.scene, self.about
        )

    def fields_of_command(self) -> dict[str, Any]:
        return {"invoice": self.about, "channel": self.cleaned_data["channel"]}


class CollectForm(DebtForm):
    act, command, icon = "collect", "collect", "zap"
    label, send = _("Try now"), _("Charge now")

    def lead(self) -> str:
        return gettext("%(amount)s is charged to %(method)s right now. An attempt cannot be taken back.") % debt_facts(
            self.scene, self.about
        )


class LookUpForm(ActForm):
    """About a payment that got no answer."""

    act, command, icon = "look-up", "look_up_payment", "search"
    label, send = _("Look up the payment"), _("Look up")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        payment = scene.world.payments.get(about)
        return {} if payment is not None and payment.status == "unknown" else None

    def lead(self) -> str:
        return gettext("The bank is asked what became of the charge that got no answer. Nothing is charged.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"payment": self.about}


FORMS: tuple[type[ActForm], ...] = (ScheduleForm, LinkForm, CollectForm, LookUpForm)
