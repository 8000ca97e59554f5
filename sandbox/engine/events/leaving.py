"""Events of leaving: save offers and the right of withdrawal."""

from __future__ import annotations

from typing import Literal

from sandbox.engine.events.base import Base
from sandbox.engine.leaving import Offer


class OfferMade(Base, frozen=True, kw_only=True):
    """Status `withheld` where its customer is in the control group."""

    offer: Offer


class OfferAnswered(Base, frozen=True, kw_only=True):
    offer: str
    answer: Literal["accepted", "declined"]


class OfferExpired(Base, frozen=True, kw_only=True):
    offer: str


class SubscriptionWithdrawn(Base, frozen=True, kw_only=True, omit_defaults=True):
    """The contract is undone: what was paid, what is kept of it, and charges that will not be billed any more."""

    subscription: str
    jurisdiction: str
    source: str
    returned: int
    kept: int = 0
    factor: str = ""
    charges: tuple[str, ...] = ()


LeavingEvent = OfferMade | OfferAnswered | OfferExpired | SubscriptionWithdrawn
