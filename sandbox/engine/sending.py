"""Sending: invoices that customers pay by themselves, by boleto or Pix, and what paying late costs."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.catalogue import LateFees
from sandbox.engine.invoicing import Invoice
from sandbox.engine.money import percent_rate

# A fine of 2 % at most: CDC art. 52 § 1, written for credit and commonly applied (DOMAIN.md 2.1). Interest of 1 % a month is
# what contracts agree on and what this product takes at most; where nothing is agreed the legal rate holds, since 30 August
# 2024 Selic less IPCA (CC art. 406 as of Lei 14.905/2024). Not read in the official texts: to be checked by a lawyer.
HIGHEST_FINE: Final = 20_000
HIGHEST_INTEREST: Final = 10_000
WHOLE: Final = 1_000_000
DAYS_OF_A_MONTH: Final = 30


class LateFee(Struct, frozen=True, gc=False):
    """What one late payment costs beside itself; `id` is the charge that waits for an invoice."""

    id: str
    customer: str
    subscription: str | None
    invoice: str
    payment: str
    principal: int
    days: int
    fine: int
    interest: int

    @property
    def amount(self) -> int:
        return self.fine + self.interest


def payable_until(due: date, holidays: tuple[date, ...]) -> date:
    """The last day of paying without a fine: the due day, or the next one on which banks open."""
    return calendar.next_business_day(due, holidays)


def cost_of(terms: LateFees, principal: int, days: int) -> tuple[int, int]:
    """Fine once, interest by the day over months of thirty, both cut off and never rounded up."""
    fine = principal * (percent_rate(terms.fine) or 0) // WHOLE
    interest = principal * (percent_rate(terms.interest) or 0) * days // (WHOLE * DAYS_OF_A_MONTH)
    return fine, interest


def principal_left(invoice: Invoice) -> int:
    """What of an invoice may still cost a late fee: never twice the same money, and no late fees on late fees."""
    own = sum(line.gross for line in invoice.document.lines if line.kind != "late_fee")
    return max(0, own - invoice.fined)
