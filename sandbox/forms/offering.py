"""Offers: to one customer or to a segment, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, a_text
from sandbox.queries.letters import letter
from sandbox.queries.offers import coupon_words, terms_words
from sandbox.queries.scene import Scene
from sandbox.queries.segments import Members, members, segment_of, words_of

KINDS = [
    ("coupon", pgettext_lazy("offer", "A coupon")),
    ("pause", pgettext_lazy("offer", "A pause")),
    ("plan", pgettext_lazy("offer", "Another price")),
]


class OfferFields(ActForm):
    """One thing to offer: a coupon, a pause or another price."""

    kind = forms.ChoiceField(label=_("What is offered"), choices=KINDS)
    coupon = forms.ChoiceField(label=_("Coupon"), required=False)
    pause_days = forms.IntegerField(label=_("Days of pause"), required=False, min_value=1, max_value=366, initial=30)
    price = forms.ChoiceField(label=_("Price"), required=False)
    channel = forms.ChoiceField(label=_("Offer by"), choices=CHANNELS)
    reason = forms.CharField(label=_("Why"), required=False, max_length=200)

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        speaker = Speaker(scene.world, scene.language, scene.people)
        coupons = [(one.id, f"{one.id}: {coupon_words(scene, one)}") for one in scene.world.coupons.values()]
        prices = [(key, speaker.price_name(key)) for plan in scene.world.plans.values() for key in plan.prices]
        self.fields["coupon"].choices = coupons  # type: ignore[attr-defined]
        self.fields["price"].choices = prices  # type: ignore[attr-defined]
        if not coupons:
            self.fields["kind"].choices = KINDS[1:]  # type: ignore[attr-defined]
            del self.fields["coupon"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = {"coupon": "coupon", "pause": "pause_days", "plan": "price"}.get(cleaned.get("kind", ""))
        if wanted and not cleaned.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, gettext("Say which."))
        return cleaned

    def spec(self) -> dict[str, Any]:
        """The offer as the engine names it."""
        kind = self.cleaned_data["kind"]
        if kind == "pause":
            return {"pause_days": self.cleaned_data["pause_days"]}
        name = "coupon" if kind == "coupon" else "price"
        return {name: self.cleaned_data[name]}


class OfferForm(OfferFields):
    """An offer to one customer."""

    act, command, icon = "offer", "make_offer", "gift"
    label, send = _("Make an offer"), pgettext_lazy("an offer", "Offer")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        living = [
            one for one in scene.world.subscriptions.values() if one.customer == about and one.status not in ENDED
        ]
        return {} if len(living) == 1 else None

    def lead(self) -> str:
        offering = self.scene.world.require_company().policy.offering
        return gettext(
            "%(name)s sees one offer and may say no as easily as yes; it stands %(days)s days, and there is no other for "
            "%(window)s days."
        ) % {"name": self.scene.first_name(self.about), "days": offering.days, "window": offering.window}

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "customer": self.about,
            "offer": self.spec(),
            "channel": cleaned["channel"],
            "reason": cleaned["reason"],
        }


class ToSegment(ActForm):
    """Whatever goes to a segment: who is in it is worked out anew when it is sent."""

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        segment = segment_of(about)
        return {} if segment is not None and members(scene, segment).everybody else None

    @cached_property
    def held(self) -> Members:
        segment = segment_of(self.about)
        channel = str(self["channel"].value() or "email")
        if segment is None:
            raise LookupError(self.about)
        return members(self.scene, segment, channel)

    def lead(self) -> str:
        segment = segment_of(self.about)
        count = len(self.held.everybody)
        return (
            (words_of(self.scene, segment) if segment else "")
            + ": "
            + ngettext("%(n)s person.", "%(n)s people.", count) % {"n": count}
            + " "
            + gettext("Who said no, or never agreed, is not reached.")
        )


class SegmentOfferForm(OfferFields, ToSegment):
    """The same offer to everybody of a segment who may be reached; about a segment."""

    act, command, icon = "offer-segment", "make_offers", "gift"
    label, send = _("Offer to this segment"), pgettext_lazy("an offer", "Offer")
    previews = "sandbox/offers/_reach.html"

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "customers": list(self.held.everybody),
            "offer": self.spec(),
            "channel": cleaned["channel"],
            "reason": cleaned["reason"],
        }

    def preview(self) -> Mapping[str, Any]:
        return {"held": self.held, "letter": None}


class SegmentMessageForm(ToSegment):
    """Marketing to everybody of a segment who agreed to it; about a segment."""

    act, command, icon = "write-segment", "send_messages", "megaphone"
    label, send = _("Write to this segment"), pgettext_lazy("a message", "Send")
    previews = "sandbox/offers/_reach.html"

    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)
    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = a_text(_("Text"), required=True, longest=1000, rows="4")

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "customers": list(self.held.everybody),
            "template": "campaign",
            "channel": cleaned["channel"],
            "fields": {"subject": cleaned["subject"], "text": cleaned["text"]},
        }

    def preview(self) -> Mapping[str, Any]:
        """As the first of those who will get it reads it."""
        held = self.held
        can = [*held.reached, *held.waiting, *held.lately, *held.several]
        said = {name: str(self[name].value() or "…") for name in ("subject", "text")}
        return {
            "held": held,
            "is_message": True,
            "can": len(can),
            "letter": letter(self.scene, can[0], "campaign", said) if can else None,
        }


class AnswerOfferForm(ActForm):
    """What the customer answered; about an offer."""

    act, command, icon = "answer-offer", "answer_offer", "message-square-reply"
    label, send = _("Note the answer"), _("Note it")

    answer = forms.ChoiceField(
        label=_("The customer"),
        choices=[("yes", pgettext_lazy("offer", "accepts")), ("no", pgettext_lazy("offer", "declines"))],
        widget=forms.RadioSelect,
    )

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        offer = scene.world.offers.get(about)
        return {} if offer is not None and offer.status == "open" else None

    def lead(self) -> str:
        offer = self.scene.world.offers[self.about]
        return gettext("%(name)s was offered: %(what)s. Accepting is staying: what was offered is done at once.") % {
            "name": self.scene.first_name(offer.customer),
            "what": terms_words(self.scene, offer.terms),
        }

    def fields_of_command(self) -> dict[str, Any]:
        return {"offer": self.about, "accepted": self.cleaned_data["answer"] == "yes"}


FORMS: tuple[type[ActForm], ...] = (OfferForm, SegmentOfferForm, SegmentMessageForm, AnswerOfferForm)
