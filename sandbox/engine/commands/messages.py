"""Commands of what customers are told."""

from __future__ import annotations

from sandbox.engine.commands.base import Asked, Channel, Fields, Key


class SendPaymentLink(Asked, frozen=True, kw_only=True):
    invoice: Key
    channel: Channel = "email"


class SendMessage(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    customer: Key
    template: Key
    channel: Channel = "email"
    fields: Fields = {}
    invoice: Key | None = None


MessageCommand = SendPaymentLink | SendMessage
