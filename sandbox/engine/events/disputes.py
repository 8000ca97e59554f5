"""Events of disputes: opened, contested, won or lost."""

from __future__ import annotations

from typing import Literal

from sandbox.engine.dispute import Dispute
from sandbox.engine.events.base import Base
from sandbox.engine.ledger import Posting


class DisputeOpened(Base, frozen=True, kw_only=True):
    """The issuer takes the money back until it has decided."""

    dispute: Dispute
    postings: tuple[Posting, ...]


class DisputeContested(Base, frozen=True, kw_only=True):
    dispute: str
    evidence: str


class DisputeWon(Base, frozen=True, kw_only=True):
    """The money held comes back."""

    dispute: str
    payment: str
    postings: tuple[Posting, ...]


class DisputeLost(Base, frozen=True, kw_only=True):
    """The money held is gone: what was owed to the payer or stood on the balance first, the rest is a loss."""

    dispute: str
    payment: str
    why: Literal["accepted", "window_ended", "issuer"]
    reason: str
    from_failed_refunds: int
    from_duplicate: int
    from_balance: int
    written_off: int
    postings: tuple[Posting, ...]


DisputeEvent = DisputeOpened | DisputeContested | DisputeWon | DisputeLost
