"""Acts on one subscription: end it at its period's end, or take that back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandbox.forms.base import ActForm
from sandbox.queries.scene import Scene

CANCELLABLE = ("active", "past_due", "suspended")


class CancelForm(ActForm):
    act, command, icon = "cancel", "cancel", "circle-x"
    label, send = _("Cancel at period end"), _("Cancel the subscription")

    reason = forms.CharField(label=_("Reason given by the customer"), max_length=200)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.status in CANCELLABLE and one.cancel_at is None else None

    def lead(self) -> str:
        end = self.scene.world.subscriptions[self.about].period.end
        return gettext("The subscription ends on %(day)s; access lasts until then and what is owed stays owed.") % {
            "day": self.scene.written_day(end)
        }

    def fields_of_command(self) -> dict[str, Any]:
        return {"subscription": self.about, "reason": self.cleaned_data["reason"], "when": "period_end"}


class UndoCancelForm(ActForm):
    act, command, icon = "undo-cancel", "undo_cancel", "undo-2"
    label, send = _("Undo the cancellation"), _("Undo")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.cancel_at is not None and one.ended_at is None else None

    def lead(self) -> str:
        return gettext("The subscription goes on as if nobody had asked to cancel.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"subscription": self.about}


FORMS: tuple[type[ActForm], ...] = (CancelForm, UndoCancelForm)
