"""Commands of Pix Automático: mandates asked for, and what the payer takes back."""

from __future__ import annotations

from sandbox.engine.commands.base import Asked, Key, Minor


class RequestMandate(Asked, frozen=True, kw_only=True):
    """`amount` is the ceiling of one charge, or what each comes to where it is `fixed`; the customer's Pix Automático method where none is named."""

    id: Key | None = None
    customer: Key
    amount: Minor | None = None
    method: Key | None = None
    fixed: bool = False


class CancelMandate(Asked, frozen=True, kw_only=True):
    """The payer takes the authorisation back."""

    mandate: Key


class CancelInstruction(Asked, frozen=True, kw_only=True):
    """The payer stops one charge, until the day before it is debited."""

    invoice: Key


MandateCommand = RequestMandate | CancelMandate | CancelInstruction
