"""Amends: what is paid to a customer beyond what they paid."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Indemnity(Struct, frozen=True):
    """A payout of its own, never a refund above what was captured (CDC art. 42, sole paragraph)."""

    id: str
    payment: str
    customer: str
    amount: int
    interest: int
    rail: str
    reason: str
    approver: str
    at: datetime
