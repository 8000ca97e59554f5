"""Changing a price: announced with its whole effect seen first, and told to those who were not told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import write
from sandbox import engine
from sandbox.engine import repricing
from sandbox.engine.parsing import command_from
from sandbox.engine.speech import Speaker
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, Amount, DayInput
from sandbox.queries.letters import figures
from sandbox.queries.prices import change_of, proposed, untold_of
from sandbox.queries.scene import Scene

LONGEST_NOTICE = 365
NETWORK_NOTICE = 7
"""Days before a renewal at new terms (Visa)."""
MANIFOLD = 10
"""So many times today's amount is rather a slip than a price."""


class AnnounceForm(ActForm):
    """Another amount for a price; about a price."""

    act, command, icon = "announce-price", "announce_price_change", "megaphone"
    label, send = _("Change the price"), pgettext_lazy("a price change", "Announce")
    previews = "sandbox/prices/_effect.html"

    amount = Amount(label=_("New amount"))
    effective = forms.DateField(label=_("In force from"), widget=DayInput)
    notice_days = forms.IntegerField(
        label=_("Days of notice before a renewal"), min_value=0, max_value=LONGEST_NOTICE, initial=30
    )

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        if about not in scene.world.prices or not any(about in plan.prices for plan in scene.world.plans.values()):
            return None
        price = scene.world.prices[repricing.current(scene.world, about)]
        return {"amount": figures(price.amount), "effective": proposed(scene)}

    def lead(self) -> str:
        price = self.scene.world.prices[repricing.current(self.scene.world, self.about)]
        return gettext(
            "%(name)s costs %(amount)s now. Who is told in time pays the new amount from the first renewal on that day or "
            "after it; who is not, keeps the old one for that term."
        ) % {
            "name": Speaker(self.scene.world, self.scene.language, self.scene.people).price_name(self.about),
            "amount": write(price.amount, self.scene.currency),
        }

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "price": self.about,
            "amount": cleaned["amount"],
            "effective": cleaned["effective"].isoformat(),
            "notice_days": cleaned["notice_days"],
        }

    def preview(self) -> Mapping[str, Any]:
        """The change as it would stand: whom it reaches, who is told, and what it brings a month."""
        if not self.is_bound or not self.is_valid():
            return {"effect": None}
        world = self.scene.world
        try:
            command = command_from(self.command, self.fields_of_command(), world)
        except engine.BadInput:
            return {"effect": None}
        outcome = engine.execute(world, command)
        if isinstance(outcome, engine.Rejection):
            return {"effect": None}
        change = list(outcome.world.price_changes.values())[-1]
        after = Scene(outcome.world, self.scene.people, self.scene.language)
        return {"effect": change_of(after, change, since=world), "cautions": self._cautions()}

    def _cautions(self) -> list[str]:
        """What whoever announces it may want to look at again; a company that practises may err."""
        sent, found = self.cleaned_data, []
        old = self.scene.world.prices[repricing.current(self.scene.world, self.about)].amount
        if sent["notice_days"] < NETWORK_NOTICE:
            found.append(gettext("Visa wants at least 7 days between the notice and new terms; the law may want more."))
        if not sent["amount"]:
            found.append(gettext("For nothing: nobody who holds this price would be charged any more."))
        elif old and sent["amount"] >= MANIFOLD * old:
            found.append(
                gettext("That is %(n)s times today’s amount. Is the decimal mark where it belongs?")
                % {"n": sent["amount"] // old}
            )
        return found


class TellForm(ActForm):
    """The notices that are missing; about a price change."""

    act, command, icon = "tell-price", "tell_price_change", "send"
    label, send = _("Send the missing notices"), _("Send the notices")

    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        change = scene.world.price_changes.get(about)
        return {} if change is not None and untold_of(scene.world, change) else None

    def lead(self) -> str:
        change = self.scene.world.price_changes[self.about]
        count = len(untold_of(self.scene.world, change))
        seen = change_of(self.scene, change)
        return (
            ngettext("%(n)s person is told now.", "%(n)s people are told now.", count) % {"n": count}
            + " "
            + gettext("%(n)s of them in time for the next renewal; the others keep the old price for that term.")
            % {"n": seen.may_be_told}
        )

    def fields_of_command(self) -> dict[str, Any]:
        return {"change": self.about, "channel": self.cleaned_data["channel"]}


FORMS: tuple[type[ActForm], ...] = (AnnounceForm, TellForm)
