"""Ledger: double entry. Debits are positive, credits negative, every event's postings sum to zero."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

Account = Literal[
    "receivable",
    "customer_balance",
    "cash_clearing",
    "deferred_revenue",
    "revenue",
    "tax_payable",
    "discounts",
    "refunds_payable",
    "dispute_holding",
    "write_off",
    "late_fees",
    "indemnity",
]

ACCOUNTS: Final[tuple[Account, ...]] = (
    "receivable",
    "customer_balance",
    "cash_clearing",
    "deferred_revenue",
    "revenue",
    "tax_payable",
    "discounts",
    "refunds_payable",
    "dispute_holding",
    "write_off",
    "late_fees",
    "indemnity",
)


class Posting(Struct, frozen=True, gc=False):
    """One side of an entry, in minor units: positive debits the account, negative credits it."""

    account: Account
    amount: int


def entry(*sides: tuple[Account, int]) -> tuple[Posting, ...]:
    """The postings of one event; sides of zero are left out."""
    return tuple([Posting(account, amount) for account, amount in sides if amount])


def balances_to_zero(postings: Iterable[Posting]) -> bool:
    """Whether debits equal credits."""
    return sum([posting.amount for posting in postings]) == 0
