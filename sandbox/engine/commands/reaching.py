"""Commands that reach many customers at once: one answer, and one key, for all of them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from sandbox.engine.commands.base import Asked, Channel, Fields, Key, Text
from sandbox.engine.commands.leaving import OfferSpec

Customers = Annotated[tuple[Key, ...], Meta(max_length=5000)]


class MakeOffers(Asked, frozen=True, kw_only=True):
    """The same offer to each of them who may be reached; the control group is shown nothing, as ever."""

    customers: Customers
    offer: OfferSpec
    channel: Channel = "email"
    reason: Text = ""


class SendMessages(Asked, frozen=True, kw_only=True):
    """The same words to each of them; marketing reaches only who agreed to it."""

    customers: Customers
    template: Key
    channel: Channel = "email"
    fields: Fields = {}


class TellPriceChange(Asked, frozen=True, kw_only=True):
    """The notice of a price change to everybody who holds the price and was not told of it yet."""

    change: Key
    channel: Channel = "email"


ReachingCommand = MakeOffers | SendMessages | TellPriceChange
