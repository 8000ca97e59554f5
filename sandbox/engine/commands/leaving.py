"""Commands of leaving: save offers and the right of withdrawal."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from sandbox.engine.commands.base import Asked, Channel, Key, Text


class OfferSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One of them: a coupon, a pause of so many days, another price."""

    coupon: Key | None = None
    pause_days: Annotated[int, Meta(ge=1, le=366)] | None = None
    price: Key | None = None


class MakeOffer(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    customer: Key
    subscription: Key | None = None
    """The customer's only one, where it is not said."""
    offer: OfferSpec
    channel: Channel = "in_app"
    reason: Text = ""


class AnswerOffer(Asked, frozen=True, kw_only=True):
    offer: Key
    accepted: bool


class Withdraw(Asked, frozen=True, kw_only=True):
    subscription: Key
    channel: Channel = "email"
    """Where the acknowledgment goes."""
    approver: Key | None = None


LeavingCommand = MakeOffer | AnswerOffer | Withdraw
