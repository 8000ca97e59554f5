"""Subscription: who pays for what, from when, and in which state; methods and customers stand beside it."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from sandbox.engine.calendar import A_SECOND, Anchor, Interval, Point, boundary_point
from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.gateway import ScriptEntry

Status = Literal[
    "trialing", "active", "past_due", "paused", "suspended", "cancelled", "incomplete", "incomplete_expired"
]
MethodKind = Literal["card", "pix", "pix_automatico", "boleto"]
ENDED: frozenset[str] = frozenset({"cancelled", "incomplete_expired"})


class Customer(Struct, frozen=True, gc=False):
    """A subject by id alone; name and e-mail are kept by the store, never here. `granted` is all goodwill so far."""

    id: str
    language: str
    balance: int = 0
    granted: int = 0
    methods: tuple[str, ...] = ()
    default_method: str | None = None
    jurisdiction: Jurisdiction | None = None
    """Whose law protects them; the company's own where none is named."""
    bought: bool = False
    """Whether any invoice was ever issued."""
    applications: tuple[str, ...] = ()
    """Coupons given for any of the customer's subscriptions, items or the customer as such."""
    charges: tuple[str, ...] = ()
    """One-off amounts that no invoice bills yet."""
    granted_alone: int = 0
    """What of `granted` is balance that names no invoice and that nobody approved."""


class Method(Struct, frozen=True, gc=False):
    """A way to pay, with the script the simulated gateway follows for it and where that script stands.

    `refused` holds the response code once the issuer has refused it for good.
    """

    id: str
    customer: str
    kind: MethodKind
    brand: str
    last4: str
    script: tuple[ScriptEntry, ...]
    cursor: int = 0
    replaced_by: str | None = None
    refused: str | None = None


class Item(Struct, frozen=True, gc=False):
    """One component of a subscription: a price and how many."""

    component: str
    price: str
    quantity: int


class Period(Struct, frozen=True, gc=False, omit_defaults=True):
    """Company days, half-open: the end is the first day that is not covered.

    With `proration_unit: second` the instants stand beside the days, and its length is told in seconds; by day it has
    none, and a day begins where the company's day does.
    """

    start: date
    end: date
    since: datetime | None = None
    until: datetime | None = None

    @staticmethod
    def between(first: Point, last: Point) -> Period:
        return Period(first.day, last.day, first.at, last.at)

    @property
    def first(self) -> Point:
        return Point(self.start, self.since)

    @property
    def last(self) -> Point:
        return Point(self.end, self.until)

    def is_followed_by(self, later: Period) -> bool:
        """Whether another period begins where this one ends."""
        return self.end == later.start and self.until == later.since

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def length(self) -> int:
        """What proration counts: days, or seconds where it has instants."""
        if self.since is None or self.until is None:
            return (self.end - self.start).days
        return (self.until - self.since) // A_SECOND


@lru_cache(maxsize=65536)
def whole_period(anchor: Anchor, interval: Interval, term: int, zone_name: str) -> Period:
    """The period that ends on boundary `term`, from the boundary before it."""
    first = boundary_point(anchor, interval, term - 1, zone_name)
    return Period.between(first, boundary_point(anchor, interval, term, zone_name))


class Wanted(Struct, frozen=True, gc=False):
    """A price and how many, as asked for."""

    price: str
    quantity: int


class QueuedChange(Struct, frozen=True, gc=False, omit_defaults=True):
    """What the next renewal brings instead of more of the same."""

    items: tuple[Wanted, ...]
    anchor: Literal["keep", "reset"] = "reset"
    anchor_day: int | None = None


PauseKind = Literal["service", "collection", "invoicing"]


class Pause(Struct, frozen=True, gc=False):
    """What stands still: access and time (service), the charging of what is issued, or the issuing itself."""

    kind: PauseKind
    since: datetime
    until: datetime | None = None


class Subscription(Struct, frozen=True, gc=False):
    """`term` is the number, counted from the anchor, of the boundary at which the current period ends."""

    id: str
    customer: str
    status: Status
    items: tuple[Item, ...]
    interval: Interval
    anchor: Anchor
    term: int
    period: Period
    started_at: datetime
    collection: Literal["automatic", "send"] = "automatic"
    method: str | None = None
    access: bool = True
    cancel_at: datetime | None = None
    ended_at: datetime | None = None
    end_kind: Literal["voluntary", "involuntary", "withdrawn"] | None = None
    unpaid: tuple[str, ...] = ()
    suspended_at: datetime | None = None
    queued: QueuedChange | None = None
    pause: Pause | None = None
    trial_ends_at: datetime | None = None
    remembered_month: int | None = None
    """The month of a yearly anchor, remembered while the subscription is monthly."""
    due_days: int | UnsetType = UNSET
    """How long a sent invoice may be paid; left out of the bytes of those that are collected automatically."""

    cut: Point | UnsetType = UNSET
    """Where a billed period stops short of its boundary, for an end that was taken back since."""

    warned_at: datetime | UnsetType = UNSET
    """When the last notice before its end for want of payment went out, while it is still unpaid."""

    @property
    def days_to_pay(self) -> int:
        return self.due_days if isinstance(self.due_days, int) else 0

    @property
    def is_pending(self) -> bool:
        """Whether its start is still to come: it stands still without anybody having paused it."""
        return self.status == "paused" and self.pause is None


def falls_short(subscription: Subscription, zone_name: str) -> bool:
    """Whether the running period was cut before its boundary: what is left of it is the next to be billed."""
    one = subscription
    return one.period.last < boundary_point(one.anchor, one.interval, one.term, zone_name)


def next_term(subscription: Subscription, zone_name: str) -> int:
    """The boundary, counted from the anchor, at which the next period to be billed ends."""
    return subscription.term if falls_short(subscription, zone_name) else subscription.term + 1
