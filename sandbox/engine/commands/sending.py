"""Commands of invoices that customers pay by themselves."""

from __future__ import annotations

from typing import Literal

from sandbox.engine.commands.base import Asked, Key


class PayLink(Asked, frozen=True, kw_only=True):
    """The customer follows a payment link and pays what its invoice still wants."""

    link: Key
    id: Key | None = None
    rail: Literal["pix", "boleto", "card", "transfer"] = "pix"


SendingCommand = PayLink
