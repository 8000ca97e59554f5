"""Events of a subscription's first payment: not made yet, made in time, or never."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine.events.base import Base


class SubscriptionIncomplete(Base, frozen=True, kw_only=True):
    """Its first invoice was declined: without payment until `expires_at` the subscription never was."""

    subscription: str
    invoice: str
    expires_at: datetime


class SubscriptionActivated(Base, frozen=True, kw_only=True):
    """Its first invoice was paid in time: active from its start."""

    subscription: str
    renews_at: datetime


class SubscriptionExpired(Base, frozen=True, kw_only=True):
    subscription: str
    invoice: str


ActivationEvent = SubscriptionIncomplete | SubscriptionActivated | SubscriptionExpired
