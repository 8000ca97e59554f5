"""Events: the journal's vocabulary. A released type is never changed, only superseded; none holds personal
data.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

from sandbox.engine.calendar import Anchor, Interval
from sandbox.engine.catalogue import Plan, Policy, Price
from sandbox.engine.gateway import ScriptEntry
from sandbox.engine.invoicing import Charge, CreditNote, InvoiceDocument, Payment, Refund
from sandbox.engine.ledger import Posting
from sandbox.engine.pricing import Application, Coupon, Tax
from sandbox.engine.subscription import Item, Method, Pause, Period, QueuedChange, Subscription


def snake_case(name: str) -> str:
    """`InvoiceIssued` becomes `invoice_issued`, the tag written into the journal."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Base(Struct, frozen=True, kw_only=True, tag_field="type", tag=snake_case):
    """What every event says: when, in answer to which command or due work, and by whom it was asked."""

    at: datetime
    group: str
    actor: str


class CommandKeyed(Base, frozen=True, kw_only=True):
    """A command came with an idempotency key: its repetition is answered with this group, not done again."""

    key: str
    digest: str


class ClockMoved(Base, frozen=True, kw_only=True):
    """The company's present. Kept in the journal for replay, but outside its hash: one jump equals daily
    steps.
    """

    to: datetime
    key: str | None = None
    digest: str | None = None


class CompanyOpened(Base, frozen=True, kw_only=True):
    currency: str
    timezone: str
    seed: int
    policy: Policy


class PolicySet(Base, frozen=True, kw_only=True):
    policy: Policy
    changed: tuple[str, ...]
    reason: str


class PlanAdded(Base, frozen=True, kw_only=True):
    plan: Plan
    prices: tuple[Price, ...]


class TaxAdded(Base, frozen=True, kw_only=True):
    tax: Tax


class CouponAdded(Base, frozen=True, kw_only=True):
    coupon: Coupon


class CouponApplied(Base, frozen=True, kw_only=True):
    application: Application


class CustomerAdded(Base, frozen=True, kw_only=True):
    customer: str
    language: str


class MethodAdded(Base, frozen=True, kw_only=True):
    """A new way to pay; with `replaces`, the old one stops being used and its subscriptions follow."""

    method: Method
    replaces: str | None = None
    default: bool = True


class GatewayScripted(Base, frozen=True, kw_only=True):
    """What the simulated gateway will answer next for a method: the whole remaining script."""

    method: str
    script: tuple[ScriptEntry, ...]


class SubscriptionStarted(Base, frozen=True, kw_only=True):
    """`renews_at` is the end of the trial where it begins with one."""

    subscription: Subscription
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


class ChargeAdded(Base, frozen=True, kw_only=True):
    charge: Charge


class ChangeQueued(Base, frozen=True, kw_only=True):
    """The next renewal brings something else; an earlier queued change is replaced."""

    subscription: str
    change: QueuedChange
    takes_effect: datetime


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


class InvoiceIssued(Base, frozen=True, kw_only=True):
    document: InvoiceDocument
    postings: tuple[Posting, ...]


class PaymentAttempted(Base, frozen=True, kw_only=True):
    """One attempt at the gateway and its answer; `cursor` is where the method's script stands afterwards."""

    payment: Payment
    cursor: int
    postings: tuple[Posting, ...]


class PaymentLookedUp(Base, frozen=True, kw_only=True):
    """What had become of a time-out. What the invoice no longer needed was captured twice, and is owed
    back.
    """

    payment: str
    found: Literal["settled", "lost"]
    applied: int
    owed_back: int
    postings: tuple[Posting, ...]


class PaymentRecorded(Base, frozen=True, kw_only=True):
    """Money that arrived outside the gateway; what exceeds the invoice becomes the customer's balance."""

    payment: Payment
    applied: int
    to_balance: int
    postings: tuple[Posting, ...]


class CollectionFailed(Base, frozen=True, kw_only=True):
    """An invoice could not even be tried: no method, or one the network forbids to try again."""

    invoice: str
    reason: Literal["no_method", "method_refused"]


class LookUpScheduled(Base, frozen=True, kw_only=True):
    payment: str
    due: datetime


class RetryScheduled(Base, frozen=True, kw_only=True):
    """`asked` is what was wanted; `due` differs where the network's wait moved it to its end."""

    invoice: str
    due: datetime
    asked: datetime
    moved_by_wait: bool
    replaces: datetime | None = None


class RetryDropped(Base, frozen=True, kw_only=True):
    invoice: str
    due: datetime
    reason: str


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


class CancellationScheduled(Base, frozen=True, kw_only=True):
    subscription: str
    ends_at: datetime
    reason: str


class CancellationUndone(Base, frozen=True, kw_only=True):
    subscription: str


class SubscriptionCancelled(Base, frozen=True, kw_only=True):
    subscription: str
    kind: Literal["voluntary", "involuntary"]
    reason: str


class MessageSent(Base, frozen=True, kw_only=True):
    message: str
    customer: str
    template: str
    channel: str
    fields: dict[str, str | int]
    invoice: str | None = None


class PaymentLinkSent(Base, frozen=True, kw_only=True):
    link: str
    invoice: str
    customer: str
    channel: str
    amount: int


class RefundMade(Base, frozen=True, kw_only=True):
    refund: Refund
    postings: tuple[Posting, ...]


class BalanceRefunded(Base, frozen=True, kw_only=True):
    """The part of the refund just made that had become balance: it is taken off the balance again."""

    refund: str
    payment: str
    customer: str
    amount: int
    postings: tuple[Posting, ...]


class CreditNoteIssued(Base, frozen=True, kw_only=True):
    note: CreditNote
    postings: tuple[Posting, ...]


class InvoiceVoided(Base, frozen=True, kw_only=True):
    invoice: str
    reason: str
    balance_returned: int
    postings: tuple[Posting, ...]


class InvoiceUncollectible(Base, frozen=True, kw_only=True):
    invoice: str
    reason: str
    postings: tuple[Posting, ...]


class BalanceGranted(Base, frozen=True, kw_only=True, omit_defaults=True):
    customer: str
    amount: int
    reason: str
    postings: tuple[Posting, ...]
    approver: str | None = None


Event = (
    CommandKeyed
    | ClockMoved
    | CompanyOpened
    | PolicySet
    | PlanAdded
    | TaxAdded
    | CouponAdded
    | CouponApplied
    | CustomerAdded
    | MethodAdded
    | GatewayScripted
    | SubscriptionStarted
    | SubscriptionRenewed
    | SubscriptionPaused
    | SubscriptionResumed
    | ChargeAdded
    | ChangeQueued
    | SubscriptionChanged
    | InvoiceIssued
    | PaymentAttempted
    | PaymentLookedUp
    | PaymentRecorded
    | CollectionFailed
    | LookUpScheduled
    | RetryScheduled
    | RetryDropped
    | DunningScheduled
    | FinalNoticeDue
    | SubscriptionPastDue
    | SubscriptionRecovered
    | SubscriptionSuspended
    | CancellationScheduled
    | CancellationUndone
    | SubscriptionCancelled
    | MessageSent
    | PaymentLinkSent
    | RefundMade
    | BalanceRefunded
    | CreditNoteIssued
    | InvoiceVoided
    | InvoiceUncollectible
    | BalanceGranted
)
EVENT_TYPES: tuple[type[Base], ...] = get_args(Event)
