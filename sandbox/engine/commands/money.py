"""Commands of money: attempts, receipts, retries and refunds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine.commands.base import Asked, Key, Minor, Text


class Collect(Asked, frozen=True, kw_only=True):
    invoice: Key
    method: Key | None = None


class ScheduleRetry(Asked, frozen=True, kw_only=True):
    invoice: Key
    at: datetime


class LookUpPayment(Asked, frozen=True, kw_only=True):
    payment: Key


class RecordPayment(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    invoice: Key
    amount: Minor
    rail: Literal["pix", "boleto", "transfer", "card", "link"] = "pix"
    at: datetime | None = None


class MakeRefund(Asked, frozen=True, kw_only=True, tag="refund"):
    id: Key | None = None
    payment: Key
    amount: Minor
    destination: Literal["origin", "same_holder", "third_party"] = "origin"
    reason: Text
    approver: Key | None = None


MoneyCommand = Collect | ScheduleRetry | LookUpPayment | RecordPayment | MakeRefund
