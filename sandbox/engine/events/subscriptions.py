"""Events of subscriptions: beginnings, terms, changes, pauses and ends."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import UNSET, UnsetType

from sandbox.engine.calendar import Anchor, Interval
from sandbox.engine.events.base import Base
from sandbox.engine.subscription import Item, Pause, Period, QueuedChange, Subscription


class SubscriptionStarted(Base, frozen=True, kw_only=True):
    """`renews_at` is the end of the trial where it begins with one, and the start itself where that is still to come."""

    subscription: Subscription
    renews_at: datetime


class SubscriptionBegan(Base, frozen=True, kw_only=True):
    """A start that was to come has come: the trial, or the first period."""

    subscription: str
    status: Literal["active", "trialing"]
    period: Period
    renews_at: datetime


class SubscriptionRenewed(Base, frozen=True, kw_only=True):
    subscription: str
    period: Period
    term: int
    renews_at: datetime


class SubscriptionPaused(Base, frozen=True, kw_only=True):
    subscription: str
    pause: Pause


class SubscriptionResumed(Base, frozen=True, kw_only=True):
    subscription: str
    was: str


class ChangeQueued(Base, frozen=True, kw_only=True):
    """The next renewal brings something else; an earlier queued change is replaced."""

    subscription: str
    change: QueuedChange
    takes_effect: datetime


class ChangeUndone(Base, frozen=True, kw_only=True):
    """The queued change was taken back: the next renewal brings the same again."""

    subscription: str


class SubscriptionChanged(Base, frozen=True, kw_only=True):
    """What the subscription holds from now on, and the period and anchor it stands in.

    `carried` maps a new component to the one whose line goes on covering its time, where no money moved.
    """

    subscription: str
    items: tuple[Item, ...]
    interval: Interval
    anchor: Anchor
    term: int
    period: Period
    renews_at: datetime
    remembered_month: int | None = None
    carried: dict[str, str] = {}


class CancellationScheduled(Base, frozen=True, kw_only=True):
    subscription: str
    ends_at: datetime
    reason: str


class CancellationUndone(Base, frozen=True, kw_only=True):
    """`period` is whole again where nothing was billed of it yet, and `renews_at` says when a running trial ends."""

    subscription: str
    period: Period | UnsetType = UNSET
    renews_at: datetime | UnsetType = UNSET


class SubscriptionCancelled(Base, frozen=True, kw_only=True):
    subscription: str
    kind: Literal["voluntary", "involuntary"]
    reason: str


SubscriptionEvent = (
    SubscriptionStarted
    | SubscriptionBegan
    | SubscriptionRenewed
    | SubscriptionPaused
    | SubscriptionResumed
    | ChangeQueued
    | ChangeUndone
    | SubscriptionChanged
    | CancellationScheduled
    | CancellationUndone
    | SubscriptionCancelled
)
