"""Changing a subscription: another plan, another quantity, other items, another day of the month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sandbox.engine.decide.changing import CHANGEABLE
from sandbox.engine.repricing import current
from sandbox.engine.subscription import Subscription
from sandbox.forms.base import ActForm
from sandbox.queries.customer_file import price_words
from sandbox.queries.scene import Scene

DRY_RUN = "sandbox/_dry_run.html"
WHEN = [
    ("now", _("Now: what was paid and not used is credited, the rest of the period is charged")),
    ("period_end", _("When the period ends: the next invoice brings the change")),
]
MONEY = [
    ("prorate", _("By the day, up and down")),
    ("none", _("None: the new price counts from the next invoice")),
]
ANCHOR = [
    ("reset", _("Begins anew on the day of the change")),
    ("keep", _("Stays where it is")),
]
MOST = 10_000


class ChangeForm(ActForm):
    """About a subscription that may be changed."""

    previews = DRY_RUN

    when = forms.ChoiceField(label=_("When it takes effect"), choices=WHEN, widget=forms.RadioSelect, initial="now")

    @property
    def subscription(self) -> Subscription:
        return self.scene.world.subscriptions[self.about]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.subscriptions.get(about)
        return {} if one is not None and one.status in CHANGEABLE and not one.is_pending else None

    def facts(self) -> dict[str, str]:
        return {
            "name": self.scene.first_name(self.subscription.customer),
            "day": self.scene.written_day(self.subscription.period.end),
        }


class ChangePlanForm(ChangeForm):
    """Of a subscription with one item."""

    act, command, icon = "change-plan", "change_plan", "arrow-left-right"
    label, send = _("Change plan…"), _("Change the plan")

    price = forms.ChoiceField(label=_("New plan"))
    proration = forms.ChoiceField(
        label=pgettext_lazy("of a change", "Money"), choices=MONEY, widget=forms.RadioSelect, initial="prorate"
    )
    anchor = forms.ChoiceField(
        label=_("Day of the invoice, where the interval changes"),
        choices=ANCHOR,
        widget=forms.RadioSelect,
        initial="reset",
    )
    field_order = ("key", "price", "when", "proration", "anchor")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = self.subscription.items[0].price
        prices = [one for one in _on_sale(self.scene) if one != held]
        self.fields["price"].choices = [(one, price_words(self.scene, self.scene.world.prices[one])) for one in prices]  # type: ignore[attr-defined]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        if initial is None or len(scene.world.subscriptions[about].items) != 1:
            return None
        return (
            initial if any(one != scene.world.subscriptions[about].items[0].price for one in _on_sale(scene)) else None
        )

    def lead(self) -> str:
        return gettext(
            "%(name)s’s subscription goes on with another plan; the preview shows each line before you send it."
        ) % (self.facts())

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {
            "subscription": self.about,
            "price": sent["price"],
            "when": sent["when"],
            "proration": sent["proration"],
            "anchor": sent["anchor"],
        }


def _on_sale(scene: Scene) -> list[str]:
    """Every price in the version that a newcomer takes, plan by plan."""
    return [current(scene.world, price) for plan in scene.world.plans.values() for price in plan.prices]


class ChangeQuantityForm(ChangeForm):
    """Of a subscription with one item."""

    act, command, icon = "quantity", "change_quantity", "hash"
    label, send = _("Change quantity…"), _("Change the quantity")

    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST)
    proration = forms.ChoiceField(
        label=pgettext_lazy("of a change", "Money"), choices=MONEY, widget=forms.RadioSelect, initial="prorate"
    )
    field_order = ("key", "quantity", "when", "proration")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        one = scene.world.subscriptions.get(about)
        if initial is None or one is None or len(one.items) != 1:
            return None
        return {"quantity": one.items[0].quantity}

    def lead(self) -> str:
        return gettext("More or fewer of the same; the preview shows what it costs or gives back.")

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"subscription": self.about, **{key: sent[key] for key in ("quantity", "when", "proration")}}


class ChangeItemsForm(ChangeForm):
    """How many of each price of the same interval; none of a price takes it off."""

    act, command, icon = "items", "change_items", "layers"
    label, send = _("Change items…"), _("Change the items")

    proration = forms.ChoiceField(
        label=pgettext_lazy("of a change", "Money"), choices=MONEY, widget=forms.RadioSelect, initial="prorate"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = {item.price: item.quantity for item in self.subscription.items}
        self.prices = {f"item-{place}": price for place, price in enumerate(_beside(self.scene, self.subscription))}
        for name, price in self.prices.items():
            self.fields[name] = forms.IntegerField(
                label=price_words(self.scene, self.scene.world.prices[price]),
                min_value=0,
                max_value=MOST,
                required=False,
                initial=held.get(price, 0),
            )
        self.order_fields(("key", *self.prices, "when", "proration"))

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        if initial is None:
            return None
        return initial if len(_beside(scene, scene.world.subscriptions[about])) > 1 else None

    def lead(self) -> str:
        return gettext("Items of one subscription are billed together; write 0 to take one off.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in self.prices):
            raise forms.ValidationError(_("Leave at least one item, or cancel the subscription instead."), code="empty")
        return cleaned

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        items = [{"price": price, "quantity": sent[name]} for name, price in self.prices.items() if sent.get(name)]
        return {"subscription": self.about, "items": items, "when": sent["when"], "proration": sent["proration"]}


def _beside(scene: Scene, one: Subscription) -> list[str]:
    """What may stand in one subscription together: its own items, and what is sold at the same interval."""
    held = [item.price for item in one.items]
    families = {price.partition("@")[0] for price in held}
    sold = [
        price
        for price in _on_sale(scene)
        if scene.world.prices[price].interval == one.interval and price.partition("@")[0] not in families
    ]
    return [*held, *sold]


class ChangeAnchorForm(ChangeForm):
    """The day of the month on which invoices come."""

    act, command, icon = "anchor", "change_anchor", "calendar-sync"
    label, send = _("Change the day of the invoice…"), _("Change the day")

    day = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=31,
        help_text=_("31 means the last day of shorter months."),
    )
    field_order = ("key", "day", "when")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        initial = super().offered(scene, about)
        one = scene.world.subscriptions.get(about)
        if initial is None or one is None or one.interval.unit not in ("month", "year"):
            return None
        return {"day": one.anchor.day}

    def lead(self) -> str:
        return gettext("Invoices come on another day of the month; the days between are credited and charged exactly.")

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"subscription": self.about, "day": sent["day"], "when": sent["when"]}


FORMS: tuple[type[ActForm], ...] = (ChangePlanForm, ChangeQuantityForm, ChangeItemsForm, ChangeAnchorForm)
