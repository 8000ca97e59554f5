"""Events of price changes: announced, in force, taken by a renewal."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine.catalogue import Price, PriceChange
from sandbox.engine.events.base import Base
from sandbox.engine.subscription import Item


class PriceChangeAnnounced(Base, frozen=True, kw_only=True):
    change: PriceChange
    takes_effect: datetime


class PriceChanged(Base, frozen=True, kw_only=True):
    """The announced day has come: who is new takes the new version, who renews is asked for their notice."""

    change: str
    price: Price


class SubscriptionRepriced(Base, frozen=True, kw_only=True):
    """A renewal takes the version its customer was told of in time; the components stay."""

    subscription: str
    items: tuple[Item, ...]
    changes: tuple[str, ...]


RepricingEvent = PriceChangeAnnounced | PriceChanged | SubscriptionRepriced
