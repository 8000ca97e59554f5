"""Events of the gateway's messages: expected, received, and what a late answer changes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from sandbox.engine.events.base import Base
from sandbox.engine.gateway import LateDecline, WebhookKind
from sandbox.engine.invoicing import Payment
from sandbox.engine.ledger import Posting


class ExpectedWebhook(Struct, frozen=True):
    id: str
    kind: WebhookKind
    due: datetime


class WebhooksExpected(Base, frozen=True, kw_only=True):
    """What the gateway will say later about an attempt: show it to nobody before it is received."""

    payment: str
    webhooks: tuple[ExpectedWebhook, ...]
    decline: LateDecline | None = None


class WebhookReceived(Base, frozen=True, kw_only=True):
    """A message came, maybe again, maybe too late; what it changes is said by the event after it."""

    webhook: str
    payment: str
    kind: WebhookKind
    outcome: Literal["applied", "noted", "repeated", "out_of_order"]


class PaymentSettledLate(Base, frozen=True, kw_only=True):
    """An unanswered attempt had settled; what the invoice no longer needed is owed back."""

    payment: str
    applied: int
    owed_back: int
    postings: tuple[Posting, ...]


class PaymentDeclinedLate(Base, frozen=True, kw_only=True):
    """An unanswered attempt had been declined, as a message or a look-up says."""

    payment: str
    decline: LateDecline
    wait_until: datetime | None
    by: Literal["webhook", "look_up"]


class DuplicateCaptured(Base, frozen=True, kw_only=True):
    """The gateway captured a charge a second time: recorded, flagged and owed back."""

    payment: Payment
    of: str
    postings: tuple[Posting, ...]


WebhookEvent = WebhooksExpected | WebhookReceived | PaymentSettledLate | PaymentDeclinedLate | DuplicateCaptured
