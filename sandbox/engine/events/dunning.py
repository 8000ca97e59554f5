"""Events of dunning: late, reminded, suspended, recovered."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine.events.base import Base


class DunningScheduled(Base, frozen=True, kw_only=True):
    """The steps of the régua for a subscription, counted from its oldest unpaid invoice's first failure."""

    subscription: str
    counts_from: datetime
    notice_at: datetime | None
    suspend_at: datetime | None
    cancel_at: datetime | None


class FinalNoticeDue(Base, frozen=True, kw_only=True):
    """The régua's last message is due; with automation off a person has to send it."""

    subscription: str


class SubscriptionPastDue(Base, frozen=True, kw_only=True):
    subscription: str
    invoice: str
    access: bool


class SubscriptionRecovered(Base, frozen=True, kw_only=True):
    """`renews_at` is set where the renewals had stopped and go on at the period's own end."""

    subscription: str
    was: str
    renews_at: datetime | None = None


class SubscriptionSuspended(Base, frozen=True, kw_only=True):
    subscription: str


DunningEvent = DunningScheduled | FinalNoticeDue | SubscriptionPastDue | SubscriptionRecovered | SubscriptionSuspended
