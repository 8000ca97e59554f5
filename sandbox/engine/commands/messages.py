"""Commands of what customers are told."""

from __future__ import annotations

from typing import Literal

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
    purpose: Literal["service", "marketing"] = "service"
    """What a text of one's own is; marketing asks for consent whatever it is written in."""


MessageCommand = SendPaymentLink | SendMessage
