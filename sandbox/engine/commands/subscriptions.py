"""Commands of subscriptions: beginnings, terms, changes, pauses and ends."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from sandbox.engine.commands.base import Asked, Days, Key, Quantity, Text
from sandbox.engine.subscription import PauseKind


class ItemSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    price: Key
    quantity: Quantity = 1


class Subscribe(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    customer: Key
    price: Key | None = None
    quantity: Quantity = 1
    items: Annotated[tuple[ItemSpec, ...], Meta(max_length=50)] = ()
    anchor_day: int | None = None
    collection: Literal["automatic", "send"] = "automatic"
    due_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    method: Key | None = None
    coupon: Key | Annotated[tuple[Key, ...], Meta(max_length=10)] = ()
    trial_days: Days | None = None
    trial_end: datetime | None = None
    starts: datetime | None = None
    ends: datetime | None = None


class Cancel(Asked, frozen=True, kw_only=True):
    """`at` is the first instant that is no longer paid for; written `when: DATE` in files."""

    subscription: Key
    when: Literal["now", "period_end", "date"] = "period_end"
    at: datetime | None = None
    refund: Literal["none", "prorated", "full"] = "none"
    approver: Key | None = None
    reason: Text = ""


class UndoCancel(Asked, frozen=True, kw_only=True):
    subscription: Key


class UndoChange(Asked, frozen=True, kw_only=True):
    """Takes back the change that waits for the end of the period."""

    subscription: Key


class MakePause(Asked, frozen=True, kw_only=True, tag="pause"):
    subscription: Key
    kind: PauseKind = "service"
    until: datetime | None = None


class Resume(Asked, frozen=True, kw_only=True):
    subscription: Key


When = Literal["now", "period_end"]


Proration = Literal["prorate", "none"]


class ChangeItems(Asked, frozen=True, kw_only=True):
    """Everything the subscription shall hold; what stays as it is produces no lines."""

    subscription: Key
    items: Annotated[tuple[ItemSpec, ...], Meta(max_length=50)]
    when: When = "now"
    proration: Proration = "prorate"
    anchor: Literal["keep", "reset"] = "reset"


class ChangePlan(Asked, frozen=True, kw_only=True):
    """Another price for a subscription's one item."""

    subscription: Key
    price: Key
    when: When = "now"
    proration: Proration = "prorate"
    anchor: Literal["keep", "reset"] = "reset"


class ChangeQuantity(Asked, frozen=True, kw_only=True):
    """How many of a subscription's one item."""

    subscription: Key
    quantity: Quantity
    when: When = "now"
    proration: Proration = "prorate"


class ChangeAnchor(Asked, frozen=True, kw_only=True):
    subscription: Key
    day: int
    when: When = "now"


SubscriptionCommand = (
    Subscribe
    | Cancel
    | UndoCancel
    | UndoChange
    | MakePause
    | Resume
    | ChangeItems
    | ChangePlan
    | ChangeQuantity
    | ChangeAnchor
)
