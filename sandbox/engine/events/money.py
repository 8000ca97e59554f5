"""Events of money: attempts, receipts, retries and refunds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine.events.base import Base
from sandbox.engine.gateway import RefundEntry
from sandbox.engine.invoicing import NetworkFee, Payment, Refund
from sandbox.engine.ledger import Posting


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
    reason: Literal[
        "no_method", "method_refused", "no_mandate", "above_mandate", "not_the_mandates_amount", "cancelled_by_payer"
    ]


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


class RefundFailed(Base, frozen=True, kw_only=True):
    """A refund came back from the payer's bank: the money is owed to the payer again."""

    refund: str
    payment: str
    amount: int
    reason: str
    postings: tuple[Posting, ...]


class RefundsScripted(Base, frozen=True, kw_only=True):
    """What will become of the refunds to a method."""

    method: str
    entries: tuple[RefundEntry, ...]


class NetworkFeeCharged(Base, frozen=True, kw_only=True):
    """An attempt beyond what a network takes for nothing. The acquirer bills it: no posting of ours."""

    fee: NetworkFee


MoneyEvent = (
    PaymentAttempted
    | PaymentLookedUp
    | PaymentRecorded
    | CollectionFailed
    | LookUpScheduled
    | RetryScheduled
    | RetryDropped
    | RefundMade
    | BalanceRefunded
    | RefundFailed
    | NetworkFeeCharged
    | RefundsScripted
)
