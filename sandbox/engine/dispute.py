"""Dispute: a payment its payer contests at the issuer, how long there is to answer, and how it ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from msgspec import Struct

DisputeStatus = Literal["needs_response", "under_review", "won", "lost"]
OPEN: Final[frozenset[str]] = frozenset({"needs_response", "under_review"})
# A boleto or a transfer is pushed by the payer: no issuer takes it back.
WITHOUT_DISPUTES: Final[frozenset[str]] = frozenset({"boleto", "transfer"})


class ResponseWindow(Struct, frozen=True):
    """How many days there are to answer a dispute, from its opening."""

    days: int
    valid_from: date
    source: str


# The network allows longer, the acquirer's own window comes first: 7 to 21 days by reason and bank.
RESPONSE_WINDOWS: Final[tuple[ResponseWindow, ...]] = (
    ResponseWindow(21, date(1990, 1, 1), "docs.stripe.com/disputes/responding: 7 to 21 days; the longest taken"),
)


class Dispute(Struct, frozen=True, omit_defaults=True):
    """`from_owed`, `from_balance` and `written_off` say, once it is lost, whose money it was."""

    id: str
    payment: str
    invoice: str
    customer: str
    amount: int
    reason: str
    opened_at: datetime
    evidence_due: datetime
    status: DisputeStatus = "needs_response"
    evidence: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    from_owed: int = 0
    from_balance: int = 0
    written_off: int = 0

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


def response_window(day: date) -> ResponseWindow:
    """The window in force on a day: the one whose date has come last."""
    return max((one for one in RESPONSE_WINDOWS if one.valid_from <= day), key=lambda one: one.valid_from)
