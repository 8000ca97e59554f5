"""Collecting a debt: book an attempt, charge now, send a link, ask what became of a charge."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandbox.engine import calendar, collection
from sandbox.engine.invoicing import Invoice
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, DayInput, HourInput
from sandbox.queries.debt_outlook import near_the_limit
from sandbox.queries.desk import debt_facts
from sandbox.queries.scene import Scene

MORNING = time(9)


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
        if invoice is None or invoice.unresolved is not None or super().offered(scene, about) is None:
            return None
        return _earliest(scene, invoice)

    def lead(self) -> str:
        return gettext(
            "%(amount)s will be charged to %(method)s at the day and hour you choose, once the clock gets there."
        ) % debt_facts(self.scene, self.about)

    def fields_of_command(self) -> dict[str, Any]:
        at = f"{self.cleaned_data['day'].isoformat()}T{self.cleaned_data['hour']:%H:%M}"
        return {"invoice": self.about, "at": at}


def _earliest(scene: Scene, invoice: Invoice) -> dict[str, Any]:
    """The first whole hour that the network allows, never at night; tomorrow where it sets no wait."""
    method = collection.method_for(scene.world, invoice)
    now = scene.world.now
    waits = collection.waits_until(scene.world, invoice, method, now) if method is not None else None
    if waits is None:
        return {"day": calendar.day_of(now, scene.zone) + timedelta(days=1), "hour": MORNING}
    at = calendar.local(waits, scene.zone)
    if at.minute or at.second:
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return {"day": at.date(), "hour": max(at.time(), MORNING)}


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
        said = gettext("%(amount)s is charged to %(method)s right now. An attempt cannot be taken back.") % debt_facts(
            self.scene, self.about
        )
        return " ".join([said, *near_the_limit(self.scene, self.about)])


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
