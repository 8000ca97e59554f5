"""Events of what customers are told."""

from __future__ import annotations

from sandbox.engine.events.base import Base


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


MessageEvent = MessageSent | PaymentLinkSent
