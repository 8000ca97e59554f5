"""Commands of amends: goodwill on an invoice, and the indemnity for an undue charge."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from sandbox.engine.commands.base import Asked, Key, Minor, Text


class Goodwill(Asked, frozen=True, kw_only=True):
    """A gesture, gross of tax: it makes what is open smaller, what exceeds that becomes balance."""

    id: Key | None = None
    invoice: Key
    amount: Minor
    reason: Text = ""
    approver: Key | None = None


class PayIndemnity(Asked, frozen=True, kw_only=True):
    """The second half of an undue charge paid back double; `interest` is indexation and interest on top."""

    id: Key | None = None
    payment: Key
    amount: Minor
    interest: Annotated[int, Meta(ge=0, le=10**12)] = 0
    rail: Literal["pix", "transfer"] = "pix"
    reason: Text = ""
    approver: Key | None = None


AmendsCommand = Goodwill | PayIndemnity
