"""Leaving: what is offered to somebody who wants to go, and who is offered nothing so that offers can be measured."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from msgspec import Struct

OfferKind = Literal["coupon", "pause", "plan"]
OfferStatus = Literal["open", "accepted", "declined", "expired", "withheld"]


class OfferTerms(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What is offered, one of: a coupon, a pause of some days, another price."""

    coupon: str | None = None
    pause_days: int | None = None
    price: str | None = None

    @property
    def kinds(self) -> list[OfferKind]:
        named: list[tuple[OfferKind, object]] = [
            ("coupon", self.coupon),
            ("pause", self.pause_days),
            ("plan", self.price),
        ]
        return [kind for kind, value in named if value is not None]


class Offer(Struct, frozen=True):
    """One offer; `withheld` where its customer is in the control group and was shown nothing."""

    id: str
    customer: str
    subscription: str
    terms: OfferTerms
    channel: str
    reason: str
    at: datetime
    expires_at: datetime
    status: OfferStatus = "open"
    answered_at: datetime | None = None


def in_control_group(seed: int, customer: str, percent: int) -> bool:
    """Whether a customer is shown no offers, so that offers can be measured: the same answer for ever, by seed and id."""
    number = int.from_bytes(hashlib.sha256(f"{seed}:offers:{customer}".encode()).digest()[:8], "big")
    return number % 100 < percent
